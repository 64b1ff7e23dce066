/** The `response_url` of a command or a button: a way to answer that Slack gives for a few uses. */

import type { Content } from '../content.ts'
import { RESPONSES, TIMES } from '../limits.ts'

export type Respond = Readonly<{
  left(): number
  /** False when it was used up, or did not work. */
  send(
    content: Content &
      Readonly<{
        visibility: 'ephemeral' | 'in_channel'
        replaces: boolean
        thread?: string | undefined
      }>,
  ): Promise<boolean>
}>

export function responder(url: string): Respond {
  let used = 0
  return {
    left: () => RESPONSES - used,
    async send({ blocks, text, visibility, replaces, thread }) {
      if (used >= RESPONSES) return false
      used += 1
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          text,
          blocks,
          response_type: visibility,
          replace_original: replaces,
          ...(thread && !replaces ? { thread_ts: thread } : {}),
        }),
        signal: AbortSignal.timeout(TIMES.callMs),
      }).catch(() => null)
      return response?.ok === true && !(await isRefusal(response))
    },
  }
}

/** Where it is too late, Slack says so in the body. */
async function isRefusal(response: Response): Promise<boolean> {
  return /"ok"\s*:\s*false/.test(await response.text().catch(() => ''))
}
