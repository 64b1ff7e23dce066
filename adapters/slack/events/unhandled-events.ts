/** What the library would leave without a confirmation is confirmed before it gets there. */
import type { App } from '@slack/bolt'
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
export function acknowledgeUnhandled(app: App): void {
  const listen = app.processEvent.bind(app)
  app.processEvent = async (event) =>
    heard.safeParse(event.body).success ? listen(event) : event.ack()
}
