/** Rate limits for people and channels. */
import { waitingTime } from '../lib/text/quantities.ts'
import type { Clock } from './clock.ts'
import { UserError } from './errors.ts'

/** The rate limit for proofs, which don't count as runs. */
export const PROOF_RATE = {
  person: { burst: 5, perMinute: 5 },
  channel: { burst: 20, perMinute: 20 },
} as const

/** Up to `burst` immediately, then `perMinute`. */
export type Rate = Readonly<{ burst: number; perMinute: number }>

/** `key` says whose budget it is and for what. */
export type Bucket = Rate & Readonly<{ key: string }>

/** A run of a program; a call of a language model; a proof of a suggested change. */
export type RateKind = 'run' | 'model' | 'proof'
export type RateTable = Readonly<Record<RateKind, Readonly<{ person: Rate; channel: Rate }>>>

/** Who asks, as keys that are unique across platforms; `channel` is null where the channel has no budget. */
export type Asker = Readonly<{ person: string; channel: string | null }>

export type Rates = Readonly<{
  /**
   * Takes one from every budget and returns 0, or takes nothing and returns the ms to wait. `perHour`: the person's
   * additional limit.
   */
  take(kind: RateKind, asker: Asker, perHour: number | null): Promise<number>
}>

/**
 * Checks that there is nothing to wait for, given a wait in ms.
 *
 * @throws {UserError} `waitMs` isn't 0; the message says how long to wait.
 */
export function checkWait(waitMs: number): void {
  if (waitMs === 0) return
  throw new UserError(`You're going a bit fast. Try again in ${waitingTime(waitMs)}.`)
}

/**
 * Creates token buckets in memory, to protect one process from floods. A bucket holds at most `burst` tokens and refills
 * steadily, so it is never further from full than that, except after the clock was set back. Full buckets are forgotten.
 */
export function tokenBuckets(clock: Clock) {
  /** When each bucket will be full again, ms of `clock`. */
  const fullAt = new Map<string, number>()

  function waitMs(key: string, { burst, perMinute }: Rate): number {
    const tokenMs = 60_000 / perMinute
    const now = clock()
    const full = Math.min(fullAt.get(key) ?? now, now + burst * tokenMs)
    if (fullAt.has(key)) fullAt.set(key, full)
    return Math.max(0, full - now + tokenMs - burst * tokenMs)
  }

  function take(key: string, { perMinute }: Rate, tokens = 1): void {
    const now = clock()
    if (fullAt.size > FORGET_ABOVE) {
      for (const [each, full] of fullAt) if (full <= now) fullAt.delete(each)
    }
    fullAt.set(key, Math.max(now, fullAt.get(key) ?? 0) + (tokens * 60_000) / perMinute)
  }

  /** Takes from all buckets and returns 0, or takes nothing and returns the ms to wait. */
  function takeFrom(buckets: readonly Wanted[]): number {
    const longestMs = Math.max(0, ...buckets.map((bucket) => waitMs(bucket.key, bucket)))
    if (longestMs === 0) for (const each of buckets) take(each.key, each, each.tokens)
    return longestMs
  }

  return { waitMs, take, takeFrom }
}

/** One token by default. */
type Wanted = Bucket & Readonly<{ tokens?: number }>

const FORGET_ABOVE = 1000
