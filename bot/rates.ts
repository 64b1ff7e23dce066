/** How much a person and a channel may ask for. One port; this one counts in memory. */
import type { Clock } from './clock.ts'

/** `burst` at once, then `perMinute`. */
type Rate = Readonly<{ burst: number; perMinute: number }>

const RATES = {
  run: { person: { burst: 10, perMinute: 20 }, channel: { burst: 30, perMinute: 60 } },
  /** Answers that a language model writes. */
  model: { person: { burst: 5, perMinute: 10 }, channel: { burst: 15, perMinute: 30 } },
} as const satisfies Record<string, Readonly<{ person: Rate; channel: Rate }>>

export type RateKind = keyof typeof RATES
export type RateTable = Readonly<Record<RateKind, Readonly<{ person: Rate; channel: Rate }>>>

/** Who asks, as keys that are unique over all platforms. */
type Asker = Readonly<{ person: string; channel: string }>

export type Rates = Readonly<{
  /** Takes one from both budgets and gives 0; or takes nothing and gives the ms to wait. */
  take(kind: RateKind, asker: Asker): Promise<number>
}>

export function ratesInMemory(clock: Clock, table: RateTable = RATES): Rates {
  const bucket = tokenBuckets(clock)
  return {
    async take(kind, { person, channel }) {
      const both = [
        { key: `${kind} person ${person}`, rate: table[kind].person },
        { key: `${kind} channel ${channel}`, rate: table[kind].channel },
      ]
      const waitMs = Math.max(...both.map(({ key, rate }) => bucket.waitMs(key, rate)))
      if (waitMs === 0) for (const { key, rate } of both) bucket.take(key, rate)
      return waitMs
    },
  }
}

/** A bucket holds `burst` tokens at most and refills evenly. Full ones are forgotten. */
export function tokenBuckets(clock: Clock) {
  /** When each bucket will be full again, epoch ms. */
  const fullAt = new Map<string, number>()

  function waitMs(key: string, { burst, perMinute }: Rate): number {
    const tokenMs = 60_000 / perMinute
    const missingMs = Math.max(0, (fullAt.get(key) ?? 0) - clock())
    return Math.max(0, missingMs + tokenMs - burst * tokenMs)
  }

  function take(key: string, { perMinute }: Rate): void {
    const now = clock()
    if (fullAt.size > FORGET_ABOVE) {
      for (const [each, full] of fullAt) if (full <= now) fullAt.delete(each)
    }
    fullAt.set(key, Math.max(now, fullAt.get(key) ?? 0) + 60_000 / perMinute)
  }

  return { waitMs, take }
}

const FORGET_ABOVE = 1000
