/** How much of something, in ms, each asker used of late: it halves every `POOL.usageHalfMs`, so that it is soon forgiven. */
import { LRUCache } from 'lru-cache'
import { POOL } from '../limits.ts'

export type Usage = Readonly<{
  /** Adds a run of so many ms that ended at `now`, ms on any steady clock. */
  add(asker: string, ms: number, now: number): void
  /** Whether runs of this asker, finished ones and `runningMs` of those that go on, used more than `most`. */
  isHeavy(asker: string, runningMs: number, now: number): boolean
}>

/** @param most - Milliseconds. */
export function createUsage(most: number): Usage {
  const used = new LRUCache<string, Readonly<{ ms: number; at: number }>>({ max: POOL.usageKept })

  function recent(asker: string, now: number): number {
    const { ms, at } = used.get(asker) ?? { ms: 0, at: now }
    return ms * 0.5 ** ((now - at) / POOL.usageHalfMs)
  }

  return {
    add(asker, ms, now) {
      used.set(asker, { ms: recent(asker, now) + ms, at: now })
    },
    isHeavy: (asker, runningMs, now) => recent(asker, now) + runningMs > most,
  }
}
