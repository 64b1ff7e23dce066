/** The queue: fair between askers and between origins, first come first served for one asker. */
import { POOL } from '../limits.ts'

/** `since`: when it came, or, if it runs, when it began; ms on the clock that `nextJob` is asked with. */
export type Waiting = Readonly<{ asker: string; origin: string; alone: boolean; since: number }>

/** Askers whose runs used more than their share of late: they come after the others. */
export type Heavy = (asker: string) => boolean

/**
 * Orders waiting jobs so that nobody's second job goes before somebody's first: a job ranks by how many of the same
 * asker run or wait before it. Those of heavy askers come after all others. Of equal rank, the one whose origin has
 * fewer before it goes first.
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
 * The job to start now, if any. One that wants to be alone waits for an empty machine. In its first `POOL.holdMs` of
 * waiting and of running it holds the others up, each for `POOL.quietMs` at most: whoever has waited for longer starts
 * beside it or before it. That of a heavy asker holds nobody up, and none does while `POOL.crowd` jobs run, since the
 * machine won't be empty soon. After `POOL.aloneMs` it starts beside the others. Two of them never run together.
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

/** More than anybody has. */
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
