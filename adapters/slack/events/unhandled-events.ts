/** Acknowledges events that the library would leave unacknowledged. */
import type { App } from '@slack/bolt'
import { z } from 'zod'

const typed = z.looseObject({ type: z.string() })

/** The events that have a listener; all others are acknowledged, so that Slack neither waits nor retries. */
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

/** Acknowledges every event without a listener before the library sees it. */
export function acknowledgeUnhandled(app: App): void {
  const listen = app.processEvent.bind(app)
  app.processEvent = async (event) =>
    heard.safeParse(event.body).success ? listen(event) : event.ack()
}
