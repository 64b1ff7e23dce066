/**
 * A fix for @slack/socket-mode 3.1.0, which comes with @slack/bolt 5.1.0, through a private event, so package.json
 * pins both. `tests/slack/patches.test.ts` shows the bug in the unpatched library; once that test fails, the fix can
 * go.
 */
import type { SocketModeReceiver } from '@slack/bolt'
import { z } from 'zod'

/**
 * Filters messages that would make the client end the process: those that aren't envelopes, and events without an
 * `event` (`app_rate_limited`). https://github.com/slackapi/node-slack-sdk/issues/2167
 */
export function guardSocket({ client }: SocketModeReceiver): void {
  const listeners = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    const readable = isBinary === true ? null : readableOf(data)
    if (readable !== null) for (const listener of listeners) listener(readable, false)
  })
}

const envelope = z.looseObject({ type: z.string(), envelope_id: z.string().optional() })
const envelopeOfEvent = z.looseObject({
  payload: z.looseObject({ event: z.looseObject({ type: z.string() }) }),
})

/**
 * Returns null if it isn't an envelope. An event without an `event` is passed on as an unknown type, so that it is
 * acknowledged.
 */
function readableOf(data: unknown): string | null {
  const given = typeof data === 'string' ? envelope.safeParse(jsonOf(data)).data : undefined
  if (!given) return null
  const isOdd = given.type === 'events_api' && !envelopeOfEvent.safeParse(given).success
  return JSON.stringify(isOdd ? { ...given, type: 'unknown', payload: {} } : given)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
