/** Rate limits for people and channels, counted in the store so that all processes share them. */
import type { Clock } from '../core/clock.ts'
import { StoreUnavailableError } from '../core/errors.ts'
import { type Bucket, type Rates, type RateTable, tokenBuckets } from '../core/rates.ts'
import type { Store } from './store.ts'

/**
 * Creates the rate limits. While the store is unavailable, each process counts by itself, so that programs still run.
 */
export function ratesInStore(
  { rates }: Pick<Store, 'rates'>,
  clock: Clock,
  table: RateTable,
): Rates {
  const here = tokenBuckets(clock)

  return {
    async take(kind, { person, channel }, perHour) {
      const buckets: Bucket[] = [{ key: `${kind} person ${person}`, ...table[kind].person }]
      if (channel !== null) {
        buckets.push({ key: `${kind} channel ${channel}`, ...table[kind].channel })
      }
      if (perHour !== null) {
        buckets.push({ key: `${kind} hour ${person}`, burst: perHour, perMinute: perHour / 60 })
      }
      return rates.take(buckets, clock()).catch((error: unknown) => {
        if (error instanceof StoreUnavailableError) return here.takeFrom(buckets)
        throw error
      })
    },
  }
}
