/** Answers through the `response_url` of a command or button, which Slack accepts only a few times. */

import { LRUCache } from 'lru-cache'
import type { Clock } from '../../bot/core/clock.ts'
import { ChannelClosedError } from '../../bot/core/platform.ts'
import { resultOf } from '../../bot/delivery/outcome.ts'
import { type Calling, call, RefusedByUrl } from './calls.ts'
import type { Content } from './content.ts'
import { RESPONSES, TIMES } from './limits.ts'

type Said = Content &
  Readonly<{
    visibility: 'ephemeral' | 'in_channel'
    /** Replaces the message that was pressed. */
    replaces: boolean
    thread?: string | undefined
  }>

export type Responses = Readonly<{
  /**
   * Sends a message to a `response_url`.
   *
   * @throws {ChannelClosedError} when its uses or its time are used up, or Slack refuses the message.
   * @throws {PlatformUnavailableError} when the response doesn't arrive.
   */
  send(calling: Calling, url: string, said: Said): Promise<void>
}>

/** Creates the sender, which counts how often each `response_url` was used. */
export function createResponses(clock: Clock): Responses {
  /** How often each URL was used, and until when it works, epoch ms. */
  const used = new LRUCache<string, Readonly<{ count: number; until: number }>>({
    max: RESPONSES.remembered,
  })

  /** A use that didn't arrive may still have counted. */
  function use(url: string): void {
    const { count, until } = used.get(url) ?? { count: 0, until: clock() + RESPONSES.forMs }
    if (count >= RESPONSES.uses || clock() >= until)
      throw new ChannelClosedError('a response_url is spent')
    used.set(url, { count: count + 1, until })
  }

  return {
    async send(calling, url, { blocks, text, visibility, replaces, thread }) {
      const body = {
        ...{ text, blocks, response_type: visibility, replace_original: replaces },
        ...(thread && !replaces ? { thread_ts: thread } : {}),
      }
      const post = async () => {
        use(url)
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(TIMES.callMs),
        })
        // Slack reports an expired URL in the body.
        const answer = await response.text()
        if (!response.ok || /"ok"\s*:\s*false/.test(answer)) throw new RefusedByUrl(response)
      }
      const patienceMs = Math.min(calling.how.patienceMs, RESPONSES.patienceMs)
      const soon = { ...calling, how: { ...calling.how, patienceMs } }
      const again = replaces ? 'safe' : 'undone'
      const outcome = await call(soon, 'response_url', post, { again, channel: url })
      // The API accepts what this URL doesn't.
      if (NOT_DONE.has(outcome.is)) throw new ChannelClosedError(String(outcome.is))
      resultOf(outcome)
    },
  }
}

const NOT_DONE: ReadonlySet<string> = new Set(['later', 'unreached'])
