/** The queue: fair between askers and between origins, first come first served for one asker. */
import { POOL } from './limits.ts'

/** `since`: when it came, ms on the clock that `nextJob` is asked with. */
export type Waiting = Readonly<{ asker: string; origin: string; alone: boolean; since: number }>

/**
 * Orders waiting jobs so that nobody's second job goes before somebody's first: a job ranks by how many of the same
 * asker run or wait before it. Of equal rank, the one whose origin has fewer goes first.
 */
export function inOrder<T extends Waiting>(
  waiting: readonly T[],
  running: readonly Waiting[],
): T[] {
  const turns = new Map<string, number>()
  const turnOf = (key: string): number => {
    const turn = turns.get(key) ?? 0
    turns.set(key, turn + 1)
    return turn
  }
  const turnsOf = ({ asker, origin }: Waiting) => [turnOf(`a ${asker}`), turnOf(`o ${origin}`)]
  for (const job of running) turnsOf(job)
  const ranked = waiting.map((job) => ({ job, turns: turnsOf(job) }))
  return ranked.sort((a, b) => byTurns(a.turns, b.turns)).map(({ job }) => job)
}

/**
 * The job to start now, if any. One that wants to be alone waits for an empty machine, and holds the others up for
 * `POOL.quietMs` at most: whoever has waited for longer starts beside it or before it. After `POOL.aloneMs` it starts
 * beside the others. Two of them never run together.
 */
export function nextJob<T extends Waiting>(
  waiting: readonly T[],
  running: readonly Waiting[],
  now: number,
): T | null {
  const isQuiet = running.some(({ alone }) => alone)
  let isHeld = isQuiet
  for (const job of inOrder(waiting, running)) {
    const waitedMs = now - job.since
    if (job.alone) {
      if (running.length === 0 || (!isQuiet && waitedMs >= POOL.aloneMs)) return job
      isHeld = true
    } else if (!isHeld || waitedMs >= POOL.quietMs) return job
  }
  return null
}

/** Whether this job is its origin's first: a place and a slot are kept for such, however busy the others are. */
export function isNewcomer({ asker, origin }: Waiting, others: readonly Waiting[]): boolean {
  return !others.some((other) => other.asker === asker || other.origin === origin)
}

function byTurns([asker = 0, origin = 0]: number[], [asker2 = 0, origin2 = 0]: number[]): number {
  return asker - asker2 || origin - origin2
}
