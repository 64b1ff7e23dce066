/** How much a person and a channel may ask for, counted in the store, so that all processes count together. */
import type { Clock } from '../core/clock.ts'
import { StoreUnavailableError } from '../core/errors.ts'
import { type Bucket, type Rates, type RateTable, tokenBuckets } from '../core/rates.ts'
import type { Store } from './store.ts'

/** While the store is away each process counts by itself: a run needs nothing else of it. */
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
