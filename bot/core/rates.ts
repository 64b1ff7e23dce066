/** How much a person and a channel may ask for, of each kind. */
import { waitingTime } from '../lib/text/quantities.ts'
import type { Clock } from './clock.ts'
import { UserError } from './errors.ts'

/** What proofs a person and a channel get; they cost people nothing of their own runs. */
export const PROOF_RATE = {
  person: { burst: 5, perMinute: 5 },
  channel: { burst: 20, perMinute: 20 },
} as const

/** `burst` at once, then `perMinute`. */
export type Rate = Readonly<{ burst: number; perMinute: number }>

/** `key` names whose and what for. */
export type Bucket = Rate & Readonly<{ key: string }>

/** A run of a program; a call of a language model; a proof of a suggested change. */
export type RateKind = 'run' | 'model' | 'proof'
export type RateTable = Readonly<Record<RateKind, Readonly<{ person: Rate; channel: Rate }>>>

/** Who asks, as keys that are unique over all platforms; `channel` is null where it has no budget. */
export type Asker = Readonly<{ person: string; channel: string | null }>

export type Rates = Readonly<{
  /** Takes one from every budget and gives 0; or takes nothing and gives the ms to wait. `perHour`: what the person may beside the table. */
  take(kind: RateKind, asker: Asker, perHour: number | null): Promise<number>
}>

/** Throws a `UserError` where there is something to wait for. */
export function checkWait(waitMs: number): void {
  if (waitMs === 0) return
  throw new UserError(`You're going a bit fast. Try again in ${waitingTime(waitMs)}.`)
}

/**
 * In memory, for what one process keeps from being flooded. A bucket holds `burst` tokens at most and refills
 * evenly, so none is further from full than its length; after the clock was set back it would be. Full ones are forgotten.
 */
export function tokenBuckets(clock: Clock) {
  /** When each bucket will be full again, epoch ms. */
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

  /** Takes from all of them and gives 0; or takes nothing and gives the ms to wait. */
  function takeFrom(buckets: readonly Wanted[]): number {
    const longestMs = Math.max(0, ...buckets.map((bucket) => waitMs(bucket.key, bucket)))
    if (longestMs === 0) for (const each of buckets) take(each.key, each, each.tokens)
    return longestMs
  }

  return { waitMs, take, takeFrom }
}

/** One token unless it says otherwise. */
type Wanted = Bucket & Readonly<{ tokens?: number }>

const FORGET_ABOVE = 1000
