/** The waiting line: fair between askers, first come first served for one asker. */

export type Waiting = Readonly<{ asker: string; alone: boolean }>

/**
 * Orders waiting jobs so that nobody's second job goes before somebody's first:
 * a job ranks by how many of the same asker's run or stand before it.
 */
export function inOrder<T extends Waiting>(
  waiting: readonly T[],
  running: readonly Waiting[],
): T[] {
  const turns = new Map<string, number>()
  for (const { asker } of running) turns.set(asker, (turns.get(asker) ?? 0) + 1)
  const ranked = waiting.map((job) => {
    const turn = turns.get(job.asker) ?? 0
    turns.set(job.asker, turn + 1)
    return { job, turn }
  })
  return ranked.sort((a, b) => a.turn - b.turn).map(({ job }) => job)
}

/** The job to start now, if any: one that wants to be alone waits for an empty machine, and nobody overtakes it. */
export function nextJob<T extends Waiting>(
  waiting: readonly T[],
  running: readonly Waiting[],
): T | null {
  if (running.some((job) => job.alone)) return null
  const [first] = inOrder(waiting, running)
  if (!first || (first.alone && running.length > 0)) return null
  return first
}
