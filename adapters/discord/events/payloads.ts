/** The parts of Discord's payloads that are used; unknown fields are ignored. */
import { z } from 'zod'

/** Discord's ids are digits; stand-ins for Discord may use other ids. */
const id = z.string().regex(/^[\w-]{1,32}$/)

export const user = z.object({
  id,
  username: z.string().default(''),
  global_name: z.string().nullish(),
  bot: z.boolean().optional(),
})
export type User = z.output<typeof user>

const member = z.object({
  user: user.optional(),
  nick: z.string().nullish(),
  roles: z.array(id).default([]),
  /** Only in interactions: the member's permissions in the channel, as a decimal number. */
  permissions: z.string().optional(),
})
export type Member = z.output<typeof member>

const attachment = z.object({
  id,
  filename: z.string().default('file'),
  size: z.number().default(0),
  url: z.string().default(''),
})
export type Attached = z.output<typeof attachment>

const content = {
  content: z.string().default(''),
  attachments: z.array(attachment).default([]),
  /** Of a forwarded message, which has no text of its own. */
  message_snapshots: z
    .array(
      z.object({
        message: z.object({
          content: z.string().default(''),
          attachments: z.array(attachment).default([]),
        }),
      }),
    )
    .nullish()
    .catch(null),
}
type Content = Readonly<{
  content: string
  attachments: Attached[]
  message_snapshots?: readonly Readonly<{ message: Content }>[] | null | undefined
}>

const referenced = z.object({ id, ...content })

/** Returns the content of a message, or of the message that it forwards. */
export function unforwarded(said: Content): Content {
  const [forwarded] = said.message_snapshots ?? []
  const isBare = said.content === '' && said.attachments.length === 0
  return isBare && forwarded ? forwarded.message : said
}

export const message = z.object({
  id,
  channel_id: id,
  guild_id: id.nullish(),
  type: z.number().default(0),
  ...content,
  author: user.optional(),
  member: member.omit({ user: true }).nullish(),
  mentions: z.array(user).default([]),
  /** ISO 8601. */
  timestamp: z.string().nullish(),
  edited_timestamp: z.string().nullish(),
  webhook_id: id.nullish(),
  referenced_message: referenced.nullish().catch(null),
})
export type Message = z.output<typeof message>

export const deletion = z.object({ id, channel_id: id, guild_id: id.nullish() })
export const bulkDeletion = z.object({
  ids: z.array(id),
  channel_id: id,
  guild_id: id.nullish(),
})

/** `unavailable`: the server has an outage and will come back. */
export const guild = z.object({ id, unavailable: z.boolean().optional() })

const channel = z.object({
  id,
  name: z.string().nullish().catch(null),
  type: z.number().optional(),
  parent_id: id.nullish(),
})

const option = z.object({
  name: z.string(),
  type: z.number(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
})

/** A form value, inside a row or a label. */
const submitted = z.object({
  custom_id: z.string(),
  value: z.string().nullish(),
  values: z.array(z.string()).optional(),
})
const field = z.union([
  z.object({ component: submitted }),
  z.object({ components: z.array(submitted) }),
])

export const interaction = z.object({
  id,
  application_id: id,
  type: z.number(),
  token: z.string().min(1),
  guild_id: id.nullish(),
  channel_id: id.nullish(),
  channel: channel.nullish().catch(null),
  member: member.nullish(),
  user: user.nullish(),
  /** 0: in a server, 1: in a direct message with the app, 2: in one between people. */
  context: z.number().nullish(),
  /** How the app was installed: 0 for a server, 1 for a person. */
  authorizing_integration_owners: z.record(z.string(), z.string()).nullish().catch(null),
  attachment_size_limit: z.number().nullish(),
  message: z
    .object({ id, flags: z.number().default(0), channel_id: id.optional() })
    .nullish()
    .catch(null),
  data: z
    .object({
      name: z.string().default(''),
      type: z.number().default(1),
      options: z.array(option).default([]).catch([]),
      target_id: id.optional(),
      resolved: z
        .object({
          messages: z.record(z.string(), referenced).optional().catch(undefined),
          attachments: z.record(z.string(), attachment).optional().catch(undefined),
        })
        .optional(),
      custom_id: z.string().default(''),
      values: z.array(z.string()).default([]),
      components: z.array(field.nullable().catch(null)).default([]).catch([]),
    })
    .nullish(),
})
export type Interaction = z.output<typeof interaction>

/** Returns the request id of an interaction, unique across platforms. */
export function requestOf(interaction: string): string {
  return `discord/i/${interaction}`
}
