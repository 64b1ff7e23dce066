/** The `response_url` of a command or a button: a way to answer that Slack gives for a few uses. */

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
    /** In the place of the message that was pressed. */
    replaces: boolean
    thread?: string | undefined
  }>

export type Responses = Readonly<{
  /** Throws `ChannelClosedError` when its uses are spent or its time is over, and `PlatformUnavailableError`. */
  send(calling: Calling, url: string, said: Said): Promise<void>
}>

export function createResponses(clock: Clock): Responses {
  /** When each was first used, epoch ms, and how often. */
  const used = new LRUCache<string, Readonly<{ count: number; until: number }>>({
    max: RESPONSES.remembered,
  })

  /** A use that did not arrive may have counted. */
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
        // Where it is too late, Slack says so in the body.
        const answer = await response.text()
        if (!response.ok || /"ok"\s*:\s*false/.test(answer)) throw new RefusedByUrl(response)
      }
      const patienceMs = Math.min(calling.how.patienceMs, RESPONSES.patienceMs)
      const soon = { ...calling, how: { ...calling.how, patienceMs } }
      const again = replaces ? 'safe' : 'undone'
      const outcome = await call(soon, 'response_url', post, { again, channel: url })
      // Where the API can be reached, it takes what this does not.
      if (NOT_DONE.has(outcome.is)) throw new ChannelClosedError(String(outcome.is))
      resultOf(outcome)
    },
  }
}

const NOT_DONE: ReadonlySet<string> = new Set(['later', 'unreached'])
