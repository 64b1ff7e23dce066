/** The methods of the Web API that the tutor uses. Arguments are taken strictly, and limits are held. */
import { z } from 'zod'
import { type Block, home, messageBlocks, modal, textsIn } from './blocks.ts'
import { LIMITS } from './limits.ts'
import { BOT, type Channel, type Message, newId, TEAM, type World } from './world.ts'

export class ApiError extends Error {}

type Answer = Readonly<Record<string, unknown>>
type Method = (args: Readonly<Record<string, string>>, call: Call) => Answer

export type Call = Readonly<{
  world: World
  url: string
  takeTrigger(id: string): void
  uploads: Map<string, { name: string; alt: string; content: Buffer | null }>
  openSocket(): string
}>

/** Objects come as JSON in a form. */
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'no JSON' })
    return z.NEVER
  }
})

const boolean = z.enum(['true', 'false'])
const number = z.string().regex(/^\d+$/)
const ts = z.string().regex(/^\d+\.\d{6}$/)
const metadata = json.pipe(
  z.strictObject({
    event_type: z.string().min(1),
    event_payload: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
)
const chunks = json.pipe(
  z.array(
    z.strictObject({ type: z.literal('markdown_text'), text: z.string().max(LIMITS.markdown) }),
  ),
)
const common = { team_id: z.string().optional() }
const said = { text: z.string().max(LIMITS.text).optional(), blocks: json.optional() }

function args<Shape extends z.ZodRawShape>(shape: Shape, given: Readonly<Record<string, string>>) {
  const parsed = z.strictObject({ ...common, ...shape }).safeParse(given)
  if (parsed.success) return parsed.data
  throw new ApiError('invalid_arguments', { cause: z.prettifyError(parsed.error) })
}

/** Blocks need a text for those who cannot see them. */
function checkedBlocks(given: unknown, text: string | undefined): Block[] {
  if (given === undefined) {
    if (!text) throw new ApiError('no_text')
    return []
  }
  const parsed = messageBlocks.safeParse(given)
  if (!parsed.success)
    throw new ApiError('invalid_blocks', { cause: z.prettifyError(parsed.error) })
  if (!text) throw new ApiError('no_text')
  const characters = textsIn(parsed.data).join('').length
  if (characters > LIMITS.messageCharacters) throw new ApiError('msg_blocks_too_long')
  return parsed.data
}

function open(world: World, id: string): Channel {
  const channel = world.channels.get(id)
  if (!channel) throw new ApiError('channel_not_found')
  if (channel.archived) throw new ApiError('is_archived')
  if (!channel.members.has(BOT.user)) throw new ApiError('not_in_channel')
  return channel
}

function own(world: World, channel: string, at: string): Message {
  const message = world.find(channel, at)
  if (!message) throw new ApiError('message_not_found')
  if (message.user !== BOT.user) throw new ApiError('cant_update_message')
  return message
}

export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': () => ({ team_id: TEAM, user_id: BOT.user, bot_id: BOT.bot, url: 'http://slack' }),

  'apps.connections.open': (_, { openSocket }) => ({ url: openSocket() }),

  'chat.postMessage': (given, { world }) => {
    const {
      channel,
      thread_ts,
      text,
      blocks,
      metadata: meta,
    } = args(
      {
        channel: z.string(),
        thread_ts: ts.optional(),
        ...said,
        unfurl_links: boolean.optional(),
        unfurl_media: boolean.optional(),
        metadata: metadata.optional(),
      },
      given,
    )
    open(world, channel)
    if (thread_ts && !world.messages.some((each) => each.ts === thread_ts)) {
      throw new ApiError('thread_not_found')
    }
    const message = world.addMessage({
      channel,
      user: BOT.user,
      text: text ?? '',
      blocks: checkedBlocks(blocks, text),
      thread: thread_ts,
      metadata: meta,
    })
    return { channel, ts: message.ts }
  },

  'chat.postEphemeral': (given, { world }) => {
    const { channel, user, thread_ts, text, blocks } = args(
      { channel: z.string(), user: z.string(), thread_ts: ts.optional(), ...said },
      given,
    )
    if (!open(world, channel).members.has(user)) throw new ApiError('user_not_in_channel')
    const message = world.addMessage({
      channel,
      user: BOT.user,
      only: user,
      text: text ?? '',
      blocks: checkedBlocks(blocks, text),
      thread: thread_ts,
    })
    return { message_ts: message.ts }
  },

  'chat.update': (given, { world }) => {
    const { channel, ts: at, text, blocks } = args({ channel: z.string(), ts, ...said }, given)
    open(world, channel)
    const message = own(world, channel, at)
    if (message.isStreaming) throw new ApiError('streaming_state_conflict')
    message.text = text ?? ''
    message.blocks = checkedBlocks(blocks, text)
    message.streamed = undefined
    world.touch(message)
    return { channel, ts: at }
  },

  'chat.delete': (given, { world }) => {
    const { channel, ts: at } = args({ channel: z.string(), ts }, given)
    open(world, channel)
    world.removeMessage(own(world, channel, at))
    return { channel, ts: at }
  },

  'chat.startStream': (given, { world }) => {
    const {
      channel,
      thread_ts,
      chunks: all,
    } = args({ channel: z.string(), thread_ts: ts, chunks }, given)
    if (open(world, channel).direct === null) throw new ApiError('missing_recipient_user_id')
    const streamed = all.map(({ text }) => text).join('')
    const message = world.addMessage({
      channel,
      user: BOT.user,
      thread: thread_ts,
      streamed,
      isStreaming: true,
    })
    return { channel, ts: message.ts }
  },

  'chat.appendStream': (given, { world }) => {
    const { channel, ts: at, chunks: all } = args({ channel: z.string(), ts, chunks }, given)
    const message = own(world, channel, at)
    if (!message.isStreaming) throw new ApiError('message_not_in_streaming_state')
    message.streamed += all.map(({ text }) => text).join('')
    if ((message.streamed ?? '').length > LIMITS.markdown) throw new ApiError('msg_too_long')
    world.touch(message)
    return { channel, ts: at }
  },

  'chat.stopStream': (given, { world }) => {
    const { channel, ts: at } = args({ channel: z.string(), ts }, given)
    const message = own(world, channel, at)
    if (!message.isStreaming) throw new ApiError('message_not_in_streaming_state')
    message.isStreaming = false
    world.touch(message)
    return { channel, ts: at }
  },

  'conversations.open': (given, { world }) => {
    const { users } = args({ users: z.string() }, given)
    if (!world.users.has(users)) throw new ApiError('user_not_found')
    return { channel: { id: world.directOf(users).id } }
  },

  'conversations.history': (given, { world }) => {
    const { channel, limit } = args(
      { channel: z.string(), limit: number.optional(), include_all_metadata: boolean.optional() },
      given,
    )
    open(world, channel)
    const all = world.messages.filter(
      (each) => each.channel === channel && !each.only && !each.thread,
    )
    return {
      messages: all
        .slice(-Number(limit ?? 100))
        .reverse()
        .map(asSaid),
    }
  },

  'conversations.replies': (given, { world }) => {
    const {
      channel,
      ts: root,
      limit,
    } = args(
      {
        channel: z.string(),
        ts,
        limit: number.optional(),
        include_all_metadata: boolean.optional(),
      },
      given,
    )
    open(world, channel)
    const all = world.messages.filter(
      (each) =>
        each.channel === channel && !each.only && (each.ts === root || each.thread === root),
    )
    if (all.length === 0) throw new ApiError('thread_not_found')
    return { messages: all.slice(0, Number(limit ?? 100)).map(asSaid) }
  },

  'users.info': (given, { world }) => {
    const { user: id } = args({ user: z.string() }, given)
    const user = world.users.get(id)
    if (!user) throw new ApiError('user_not_found')
    const { name, admin, tz } = user
    const profile = { display_name: name, real_name: name }
    return { user: { id, name: name.toLowerCase(), is_admin: admin, is_owner: false, tz, profile } }
  },

  'views.open': (given, { world, takeTrigger }) => {
    const { trigger_id, view } = args({ trigger_id: z.string(), view: json }, given)
    takeTrigger(trigger_id)
    const parsed = modal.safeParse(view)
    if (!parsed.success)
      throw new ApiError('invalid_arguments', { cause: z.prettifyError(parsed.error) })
    world.windows.set(trigger_id, parsed.data)
    world.change()
    return { view: { id: newId('V'), ...parsed.data } }
  },

  'views.publish': (given, { world }) => {
    const { user_id, view } = args({ user_id: z.string(), view: json }, given)
    const parsed = home.safeParse(view)
    if (!parsed.success)
      throw new ApiError('invalid_arguments', { cause: z.prettifyError(parsed.error) })
    world.homes.set(user_id, parsed.data)
    world.change()
    return { view: { id: newId('V') } }
  },

  'assistant.threads.setSuggestedPrompts': (given, { world }) => {
    const { prompts } = args({ channel_id: z.string(), prompts: json }, given)
    const prompt = z.strictObject({ title: z.string().min(1), message: z.string().min(1) })
    const parsed = z.array(prompt).min(1).max(LIMITS.prompts).safeParse(prompts)
    if (!parsed.success) throw new ApiError('invalid_arguments')
    world.prompts.push(parsed.data)
    world.change()
    return {}
  },

  'assistant.threads.setStatus': (given, { world }) => {
    const { status } = args({ channel_id: z.string(), thread_ts: ts, status: z.string() }, given)
    world.statuses.push(status)
    return {}
  },

  'files.getUploadURLExternal': (given, { uploads, url }) => {
    const { filename, length, alt_text } = args(
      { filename: z.string().min(1), length: number, alt_text: z.string().max(1000).optional() },
      given,
    )
    if (length === '0') throw new ApiError('invalid_arguments')
    const id = newId('F')
    uploads.set(id, { name: filename, alt: alt_text ?? '', content: null })
    return { upload_url: `${url}/upload/${id}`, file_id: id }
  },

  'files.completeUploadExternal': (given, { world, uploads }) => {
    const { files, channel_id, thread_ts } = args(
      {
        files: json.pipe(z.array(z.strictObject({ id: z.string(), title: z.string().optional() }))),
        channel_id: z.string().optional(),
        thread_ts: ts.optional(),
        initial_comment: z.string().optional(),
        channels: z.string().optional(),
        blocks: z.string().optional(),
      },
      given,
    )
    const all = files.map(({ id }) => {
      const upload = uploads.get(id)
      if (!upload?.content) throw new ApiError('file_not_found')
      uploads.delete(id)
      const file = { id, name: upload.name, alt: upload.alt, content: upload.content }
      world.files.set(id, file)
      return file
    })
    if (channel_id) {
      open(world, channel_id)
      world.addMessage({ channel: channel_id, user: BOT.user, thread: thread_ts, files: all })
    }
    return { files: all.map(({ id, name }) => ({ id, title: name })) }
  },

  'files.info': (given, { world, url }) => {
    const file = world.files.get(args({ file: z.string() }, given).file)
    if (!file) throw new ApiError('file_not_found')
    const { id, name, content } = file
    return { file: { id, name, size: content.byteLength, url_private: `${url}/files/${id}` } }
  },

  'files.delete': (given, { world }) => {
    const { file: id } = args({ file: z.string() }, given)
    if (!world.files.delete(id)) throw new ApiError('file_not_found')
    for (const message of [...world.messages]) {
      const had = message.files.length
      message.files = message.files.filter((each) => each.id !== id)
      if (had === message.files.length) continue
      if (message.files.length === 0 && message.blocks.length === 0) world.removeMessage(message)
      else world.touch(message)
    }
    return {}
  },
}

function asSaid({ ts: at, thread, user, text, metadata: meta }: Message) {
  const bot = user === BOT.user ? { bot_id: BOT.bot, app_id: BOT.app } : {}
  return { type: 'message', ts: at, thread_ts: thread, user, text, metadata: meta, ...bot }
}
