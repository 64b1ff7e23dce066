/**
 * A repair of @slack/socket-mode 3.1.0, which comes with @slack/bolt 5.1.0, by way of a private event: package.json pins both.
 * `tests/slack/patches.test.ts` shows the fault in the library as it comes; when that test fails, the repair can go.
 */
import type { SocketModeReceiver } from '@slack/bolt'
import { z } from 'zod'

/**
 * The client ends the process over a message that is no envelope, or an event without an `event` (`app_rate_limited`).
 * https://github.com/slackapi/node-slack-sdk/issues/2167
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

/** Null for what is no envelope. An event that is none is passed on as something unknown, to be confirmed. */
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
