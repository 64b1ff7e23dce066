/** How often messages of a channel are edited: a first sign of life never waits, later states do. */
import { tokenBuckets } from '../../bot/rates.ts'
import type { Wait } from './calls.ts'
import { PACE } from './limits.ts'

/** Comes back when the channel takes another edit. */
export type Pace = (channel: string) => Promise<void>

/** By Slack's time, not by the clock of the core: it is Slack that counts. */
export function createPace(wait: Wait): Pace {
  const buckets = tokenBuckets(() => performance.now())
  const rate = { burst: PACE.burst, perMinute: 60_000 / PACE.editMs }
  return async (channel) => {
    const waitMs = buckets.waitMs(channel, rate)
    buckets.take(channel, rate)
    if (waitMs > 0) await wait(waitMs)
  }
}
