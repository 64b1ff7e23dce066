/** The queue: fair between askers and between origins; first come, first served within one asker. */
import { POOL } from '../limits.ts'

/** `since`: when it was queued, or when it started if it is running; ms on the same clock as `now` in `nextJob`. */
export type Waiting = Readonly<{ asker: string; origin: string; alone: boolean; since: number }>

/** Whether an asker recently used more than a fair share; heavy askers come after all others. */
export type Heavy = (asker: string) => boolean

/**
 * Orders waiting jobs so that one asker's second job never goes before another's first: a job ranks by how many of the
 * same asker run or wait before it. Those of heavy askers come last. Within a rank, the job whose origin has fewer
 * jobs before it goes first.
 */
export function inOrder<T extends Waiting>(
  waiting: readonly T[],
  running: readonly Waiting[],
  isHeavy: Heavy = () => false,
): T[] {
  const ofAsker = turnsBy(({ asker }: Waiting) => asker)
  const ofOrigin = turnsBy(({ origin }: Waiting) => origin)
  for (const job of running) {
    ofAsker(job)
    ofOrigin(job)
  }
  return waiting
    .map((job) => ({ job, rank: ofAsker(job) + (isHeavy(job.asker) ? MANY : 0) }))
    .sort((a, b) => a.rank - b.rank)
    .map((each) => ({ ...each, turn: ofOrigin(each.job) }))
    .sort((a, b) => a.rank - b.rank || a.turn - b.turn)
    .map(({ job }) => job)
}

/**
 * Returns the job to start now, if any. A job to be run alone waits for an idle machine. In its first `POOL.holdMs` of
 * waiting and of running, it delays the others, each for at most `POOL.quietMs`: those that have waited longer start
 * anyway. Jobs of heavy askers delay nobody, and neither does any job while `POOL.crowd` jobs run, as the machine won't
 * be idle soon. After `POOL.aloneMs` it starts alongside the others. Two such jobs never run at the same time.
 */
export function nextJob<T extends Waiting>(
  waiting: readonly T[],
  running: readonly Waiting[],
  now: number,
  isHeavy: Heavy = () => false,
): T | null {
  const holds = ({ alone, asker, since }: Waiting) =>
    alone && running.length < POOL.crowd && now - since < POOL.holdMs && !isHeavy(asker)
  const isQuiet = running.some(({ alone }) => alone)
  let isHeld = running.some(holds)
  for (const job of inOrder(waiting, running, isHeavy)) {
    const waitedMs = now - job.since
    if (job.alone) {
      if (running.length === 0 || (!isQuiet && waitedMs >= POOL.aloneMs)) return job
      isHeld ||= holds(job)
    } else if (!isHeld || waitedMs >= POOL.quietMs) return job
  }
  return null
}

/** More jobs than any asker has. */
const MANY = 1_000

/** Counts jobs by a key: how many of the same key came before. */
function turnsBy(keyOf: (job: Waiting) => string): (job: Waiting) => number {
  const turns = new Map<string, number>()
  return (job) => {
    const turn = turns.get(keyOf(job)) ?? 0
    turns.set(keyOf(job), turn + 1)
    return turn
  }
}
