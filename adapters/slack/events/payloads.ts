/** The parts of Slack's payloads that are used. Anything that Slack sometimes leaves out is optional. */
import { z } from 'zod'
import { textOfBlocks } from '../blocks.ts'

const id = z.string().min(1)

const file = z.looseObject({
  id: z.string().nullish(),
  name: z.string().nullish(),
  title: z.string().nullish(),
  mode: z.string().nullish(),
  filetype: z.string().nullish(),
  size: z.number().nullish(),
  url_private: z.string().nullish(),
  url_private_download: z.string().nullish(),
})

export const fileInfo = z.looseObject({ file })

export type SlackFile = z.output<typeof file>

const files = z.array(file).nullish().catch([])

const said = z
  .looseObject({
    ts: id,
    user: id.nullish(),
    bot_id: z.string().nullish(),
    app_id: z.string().nullish(),
    subtype: z.string().nullish(),
    text: z.string().nullish(),
    blocks: z.array(z.unknown()).nullish().catch([]),
    files,
    thread_ts: z.string().nullish(),
    edited: z.looseObject({ ts: z.string().nullish() }).nullish(),
  })
  .transform((given) => ({ ...given, text: given.text || textOfBlocks(given.blocks ?? []) }))

export type Said = z.output<typeof said>

/** `message` and `app_mention` events. */
export const messageEvent = z.looseObject({
  type: z.string(),
  subtype: z.string().nullish(),
  channel: id,
  channel_type: z.string().nullish(),
  ts: z.string().nullish(),
  deleted_ts: z.string().nullish(),
  message: said.nullish().catch(null),
  previous_message: said.nullish().catch(null),
})

export type MessageEvent = z.output<typeof messageEvent>
/** Reads a message from an event or API response; null if it isn't one. */
export const saidIn = (event: unknown): Said | null => said.safeParse(event).data ?? null

export const homeEvent = z.looseObject({
  user: id,
  channel: z.string().nullish(),
  tab: z.string().nullish(),
})

export const revokedEvent = z.looseObject({
  tokens: z.looseObject({ bot: z.array(z.string()).nullish() }).nullish(),
})

const member = z.looseObject({
  id,
  name: z.string().nullish(),
  username: z.string().nullish(),
  team_id: z.string().nullish(),
})

const team = z.looseObject({ id: z.string().nullish() }).nullish().catch(null)
const place = z.looseObject({ id: z.string().nullish(), name: z.string().nullish() }).nullish()

export const slashCommand = z.looseObject({
  command: z.string(),
  text: z.string().nullish(),
  user_id: id,
  user_name: z.string().nullish(),
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  channel_id: id,
  channel_name: z.string().nullish(),
  trigger_id: z.string().nullish(),
  response_url: z.string().nullish(),
})

const interaction = z.looseObject({
  user: member,
  team,
  trigger_id: z.string().nullish(),
  response_url: z.string().nullish(),
})

export const messageShortcut = interaction.extend({
  callback_id: z.string(),
  channel: place,
  message: said,
  message_ts: z.string().nullish(),
})

export const blockActions = interaction.extend({
  channel: place,
  container: z
    .looseObject({
      type: z.string().nullish(),
      message_ts: z.string().nullish(),
      channel_id: z.string().nullish(),
      is_ephemeral: z.boolean().nullish(),
      thread_ts: z.string().nullish(),
    })
    .nullish(),
  message: z.looseObject({ ts: z.string().nullish(), thread_ts: z.string().nullish() }).nullish(),
  actions: z
    .array(
      z.looseObject({
        action_id: z.string(),
        action_ts: z.string().nullish(),
        value: z.string().nullish(),
        selected_option: z.looseObject({ value: z.string().nullish() }).nullish(),
      }),
    )
    .min(1),
})

export type BlockActions = z.output<typeof blockActions>

export const viewSubmission = interaction.extend({
  view: z.looseObject({
    id: z.string().nullish(),
    callback_id: z.string().nullish(),
    private_metadata: z.string().nullish(),
    state: z
      .looseObject({
        values: z.record(
          z.string(),
          z.record(
            z.string(),
            z.looseObject({
              value: z.string().nullish(),
              selected_option: z.looseObject({ value: z.string().nullish() }).nullish(),
            }),
          ),
        ),
      })
      .nullish(),
  }),
})
