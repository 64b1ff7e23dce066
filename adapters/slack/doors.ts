/** What the library would stumble over, or leave without a confirmation, is dealt with before it gets there. */
import type { App, SocketModeReceiver } from '@slack/bolt'
import { z } from 'zod'

const typed = z.looseObject({ type: z.string() })

/** What something here listens to; all else is confirmed, so that Slack neither waits nor sends it again. */
const heard = z.union([
  z.looseObject({ event: typed }),
  z.looseObject({ command: z.string() }),
  z.looseObject({ type: z.literal('block_actions'), actions: z.array(z.unknown()).min(1) }),
  z.looseObject({
    type: z.enum([
      'block_suggestion',
      'message_action',
      'shortcut',
      'view_closed',
      'view_submission',
    ]),
  }),
])

/** Of every receiver. */
export function confirmUnheard(app: App): void {
  const listen = app.processEvent.bind(app)
  app.processEvent = async (event) =>
    heard.safeParse(event.body).success ? listen(event) : event.ack()
}

const envelope = z.looseObject({ type: z.string(), envelope_id: z.string().optional() })
const envelopeOfEvent = z.looseObject({ payload: z.looseObject({ event: typed }) })

/** The client ends the process over a message that is no envelope, or an event that is none (`app_rate_limited`). */
export function guardSocket({ client }: SocketModeReceiver): void {
  const listeners = client.listeners('ws_message')
  client.removeAllListeners('ws_message')
  client.on('ws_message', (data: unknown, isBinary: unknown) => {
    const readable = isBinary === true ? null : readableOf(data)
    if (readable !== null) for (const listener of listeners) listener(readable, false)
  })
}

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
