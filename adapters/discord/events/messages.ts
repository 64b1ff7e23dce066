/** Handles mentions and direct messages, their edits and their deletion. */

import type { Message as Said } from '../../../bot/core/message.ts'
import type { Request } from '../../../bot/core/request.ts'
import type { How } from '../../../bot/delivery/reply-delivery.ts'
import { attachments } from '../attachments.ts'
import type { DiscordDeps } from '../deps.ts'
import { TIMES } from '../limits.ts'
import { NO_SERVER } from '../people.ts'
import { channelTransport } from '../transport.ts'
import { bulkDeletion, deletion, type Message, message, unforwarded } from './payloads.ts'

/** Discord's types for ordinary messages and replies. */
const SAID = [0, 19]

/** Answers a message to the tutor; `me` is the tutor's own id. */
export async function onMessage(raw: unknown, me: string, parts: DiscordDeps): Promise<void> {
  const given = message.safeParse(raw).data
  if (!given || !isForMe(given, me)) return
  if (!(await parts.store.events.isNew(`discord/m/${given.id}`, parts.clock()))) return
  await answer(given, me, `discord/m/${given.id}`, parts)
}

/** Ignores bots, which would otherwise talk to each other endlessly. */
function isForMe({ author, webhook_id, type, guild_id, mentions, content }: Message, me: string) {
  if (!author || author.bot || author.id === me || webhook_id || !SAID.includes(type)) return false
  return !guild_id || mentions.some(({ id }) => id === me) || content.includes(`<@${me}>`)
}

async function answer(given: Message, me: string, key: string, parts: DiscordDeps): Promise<void> {
  const person = await parts.people.author(given)
  if (!person) return
  const question = { channel: given.channel_id, id: given.id }
  const asked = await askedBy(given, me, parts)
  const place = await parts.people.placeOf(given)
  const spoken = {
    asker: person,
    channel: given.channel_id,
    direct: place.direct,
    question,
    key,
  }
  // Sent as a reply, like an answer.
  if ('blocks' in asked) {
    await parts.answers.tell(asked, channelTransport(spoken, parts.api.how, parts))
  } else {
    const source = sourceOf(given.id)
    const request = { id: key, source, person, place, ...asked }
    const workspace = given.guild_id ?? NO_SERVER
    const open = async (how: How) => {
      const stands = (await parts.standings.find(workspace, question))?.answer
      return channelTransport({ ...spoken, stands }, how, parts)
    }
    const asking = { question: source, version: versionOf(given) }
    await parts.answers.answer(request, open, asking)
  }
}

type Asked = Pick<Request, 'text' | 'command' | 'options' | 'attachments' | 'unread'>

/** Returns what is asked, or a message to send if nothing can be asked. */
async function askedBy(given: Message, me: string, parts: DiscordDeps): Promise<Asked | Said> {
  const said = unforwarded(given)
  const text = said.content.replaceAll(new RegExp(`<@!?${me}>[ \\t]*:?[ \\t]*`, 'g'), '').trim()
  const attached = await attachments(said.attachments, parts)
  const { referenced_message: before } = given
  if (before && said.attachments.length === 0 && /^run( (it|this|that))?[.!]?$/i.test(text)) {
    return runOf(before, parts)
  }
  if (text === '' && said.attachments.length === 0) return { command: 'help', options: {} }
  return { text: parts.people.labelled(text, given.mentions), ...attached }
}

/** Without an intent that few bots have, Discord shows other people's messages only if they mention the tutor. */
async function runOf(
  before: NonNullable<Message['referenced_message']>,
  parts: DiscordDeps,
): Promise<Asked | Said> {
  const { content, attachments: files } = unforwarded(before)
  if (content === '' && files.length === 0) return UNREADABLE
  const attached = await attachments(files, parts)
  return { command: 'run', options: { code: content }, ...attached }
}

const UNREADABLE: Said = {
  blocks: [
    {
      kind: 'markdown',
      text: "I can't see that message on Discord. Right-click it and choose **Apps**, then **Run Python**.",
    },
  ],
  notice: "I can't see that message on Discord.",
  audience: 'everyone',
  done: true,
}

/**
 * Answers an edited message again, or forgets it if it no longer addresses the tutor. Discord also sends this event
 * when it has only added a link preview.
 */
export async function onEdit(raw: unknown, me: string, parts: DiscordDeps): Promise<void> {
  const given = message.safeParse(raw).data
  if (!given?.edited_timestamp) return
  if (!isForMe(given, me) || editedAfterMs(given) > TIMES.editableMs) {
    return parts.tutor.forget(sourceOf(given.id))
  }
  const key = `discord/e/${given.id}/${given.edited_timestamp}`
  if (!(await parts.store.events.isNew(key, parts.clock()))) return
  await parts.tutor.forget(sourceOf(given.id))
  await answer(given, me, key, parts)
}

/** When the current text was written, epoch ms; null if Discord doesn't say. */
function versionOf({ timestamp, edited_timestamp }: Message): number | null {
  return Date.parse(edited_timestamp ?? timestamp ?? '') || null
}

/** Returns the `source` of a request that a message makes. */
export function sourceOf(id: string): string {
  return `discord/${id}`
}

/** How old the message was when it was edited, in ms, by Discord's clock; 0 if unknown. */
function editedAfterMs({ timestamp, edited_timestamp }: Message): number {
  return Date.parse(edited_timestamp ?? '') - Date.parse(timestamp ?? '') || 0
}

/** Deletes the answers to one or several messages that were deleted. */
export async function onDeletion(raw: unknown, parts: DiscordDeps): Promise<void> {
  const one = deletion.safeParse(raw).data
  const many = bulkDeletion.safeParse(raw).data
  const ids = one ? [one.id] : (many?.ids ?? [])
  const { channel_id, guild_id } = one ?? many ?? {}
  if (!channel_id) return
  const workspace = guild_id ?? NO_SERVER
  for (const id of ids) {
    const message = { channel: channel_id, id }
    await parts.deleted({ source: sourceOf(id), workspace, message }, parts.api)
  }
}
