/** How often a channel is written in: Slack takes about one message a second, and a few at once. */
import { tokenBuckets } from '../../bot/rates.ts'
import type { Wait } from './calls.ts'
import { PACE } from './limits.ts'

export type Pace = ReturnType<typeof createPace>

/** By Slack's time, not by the clock of the core: it is Slack that counts. */
export function createPace(wait: Wait) {
  const buckets = tokenBuckets(() => performance.now())
  const rate = { burst: PACE.burst, perMinute: 60_000 / PACE.editMs }

  /** The first sign of life does not wait, though it counts. */
  function post(channel: string): void {
    buckets.take(channel, rate)
  }

  /** Comes back when the channel takes another edit. */
  async function edit(channel: string): Promise<void> {
    const waitMs = buckets.waitMs(channel, rate)
    buckets.take(channel, rate)
    if (waitMs > 0) await wait(waitMs)
  }

  return { post, edit }
}
