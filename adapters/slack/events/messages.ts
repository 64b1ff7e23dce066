/** Handles mentions, direct messages and threads with the tutor, and their edits and deletion. */

import { UserError } from '../../../bot/core/errors.ts'
import type { Attachment } from '../../../bot/core/request.ts'
import { TooComplexError } from '../../../bot/lib/workers/errors.ts'
import { read } from '../../../bot/reading/read.ts'
import { type Asked, answer, sourceOf } from '../answers.ts'
import { attachments, nameOf } from '../attachments.ts'
import { ask } from '../calls.ts'
import type { Workspace } from '../clients.ts'
import type { SlackDeps } from '../deps.ts'
import { TIMES } from '../limits.ts'
import { takingIn } from '../posting.ts'
import { mentionsIn, typed, withoutMention } from '../text.ts'
import type { Where } from '../where.ts'
import { type MessageEvent, type Said, saidIn } from './payloads.ts'
import { unslashed } from './slash.ts'

/** Answers a message to the tutor, and handles edits and deletions of messages. */
export async function onMessage(
  event: MessageEvent,
  workspace: Workspace,
  parts: SlackDeps,
): Promise<void> {
  if (event.subtype === 'message_changed') return changed(event, workspace, parts)
  if (event.subtype === 'message_deleted') return deleted(event, workspace, parts)
  const said = saidIn(event)
  if (!said || !isPersons(said, workspace)) return
  const heard = await hear(event, said, workspace, parts)
  if (!heard) return
  const { team } = workspace
  const name = `slack/${team}/${event.channel}/${said.ts}`
  if (await parts.store.events.isNew(name, parts.clock())) await answerTo(heard, parts)
}

/** A message that is to be answered. */
type Heard = Readonly<{ said: Said; workspace: Workspace; event: MessageEvent; asked: Asked }>

const ORDINARY = [undefined, null, 'file_share', 'me_message', 'thread_broadcast']

/** Ignores bots, which would otherwise talk to each other endlessly. */
function isPersons({ subtype, bot_id, user }: Said, { botUser }: Workspace): boolean {
  return ORDINARY.includes(subtype) && !bot_id && !!user && user !== botUser && user !== 'USLACKBOT'
}

async function hear(
  event: MessageEvent,
  said: Said,
  workspace: Workspace,
  parts: SlackDeps,
): Promise<Heard | null> {
  const text = unslashed(typed(withoutMention(said.text, workspace.botUser)))
  const isAddressed = isDirect(event) || isMention(event, said, workspace)
  if (!isAddressed && !said.thread_ts) return null
  const heard = { said, workspace, event }
  if (said.thread_ts && /^run[.!]?$/i.test(text) && !said.files?.length) {
    const asked = await runOfThread(heard, isAddressed, parts)
    return asked && { ...heard, asked }
  }
  if (!isAddressed && !(await isForUs(heard, text, parts))) return null
  if (text === '' && !said.files?.length) {
    return { ...heard, asked: { command: 'help', options: {} } }
  }
  const attached = await attachments(said.files, { ...parts, workspace })
  return { ...heard, asked: { text, mentions: mentionsIn(said.text), ...attached } }
}

function isDirect({ channel, channel_type }: MessageEvent): boolean {
  return channel_type === 'im' || channel_type === 'app_home' || channel.startsWith('D')
}

function isMention({ type }: MessageEvent, { text }: Said, { botUser }: Workspace): boolean {
  return type === 'app_mention' || (!!botUser && text.includes(`<@${botUser}`))
}

/**
 * In a thread with the tutor, everything from the person who started it is for the tutor; from others, only a program
 * is.
 */
async function isForUs(
  { said, workspace, event }: Omit<Heard, 'asked'>,
  text: string,
  { standings }: SlackDeps,
): Promise<boolean> {
  const standing = await standings.find(workspace.team, {
    channel: event.channel,
    id: said.thread_ts ?? said.ts,
  })
  if (!standing) return false
  if (standing.asker.id === said.user) return true
  return said.files?.some((file) => nameOf(file).endsWith('.py')) || isMarked(text)
}

async function isMarked(text: string, attached: readonly Attachment[] = []): Promise<boolean> {
  try {
    return (await read(text, attached))?.how === 'marked'
  } catch (error) {
    if (error instanceof UserError || error instanceof TooComplexError) return true
    throw error
  }
}

/**
 * Handles "run" under a message with code. Without a mention it may be conversation, so only a program in a code
 * block counts.
 */
async function runOfThread(
  { said, workspace, event }: Omit<Heard, 'asked'>,
  isAddressed: boolean,
  parts: SlackDeps,
): Promise<Asked | null> {
  const root = await firstOfThread(workspace, event.channel, said.thread_ts ?? said.ts)
  if (!root) return isAddressed ? { text: '/run' } : null
  const code = typed(withoutMention(root.text, workspace.botUser))
  const attached = await attachments(root.files, { ...parts, workspace })
  if (!isAddressed && !(await isMarked(code, attached.attachments))) return null
  return { command: 'run', options: { code }, ...attached }
}

async function firstOfThread(
  workspace: Workspace,
  channel: string,
  ts: string,
): Promise<Said | null> {
  const answer = await ask(workspace, 'conversations.replies', () =>
    workspace.web.conversations.replies({ channel, ts, limit: 1 }),
  )
  return saidIn(answer.messages?.[0])
}

async function answerTo(heard: Heard, parts: SlackDeps, isEdit = false): Promise<void> {
  const { said, workspace, event, asked } = heard
  const asker = await parts.people.person(workspace, said.user ?? '')
  const where: Where = {
    workspace,
    channel: event.channel,
    direct: isDirect(event),
    thread: said.thread_ts ?? said.ts,
    openThread: said.thread_ts ?? undefined,
    asker,
    question: said.ts,
    version: versionOf(isEdit ? said.edited?.ts : said.ts),
    isEdit,
    key: `slack/${workspace.team}/${event.channel}/${said.ts}/${said.edited?.ts ?? ''}`,
  }
  await answer(where, asked, parts)
}

/** Microseconds since the epoch; undefined if Slack doesn't say. */
function versionOf(ts: string | null | undefined): number | undefined {
  return Math.round(Number(ts ?? 0) * 1e6) || undefined
}

/** Runs an edited message again and edits the answer; a message that only now addresses the tutor is answered now. */
async function changed(event: MessageEvent, workspace: Workspace, parts: SlackDeps): Promise<void> {
  const { message: said, previous_message: before, channel } = event
  // A deleted message with replies stays as a tombstone.
  if (said?.subtype === 'tombstone')
    return deleted({ ...event, deleted_ts: said.ts }, workspace, parts)
  if (!said || !isPersons(said, workspace)) return
  if (before ? before.text === said.text : !said.edited) return
  const { team } = workspace
  const heard = await hearAgain(event, said, workspace, parts)
  if (!heard) return parts.tutor.forget(sourceOf(team, channel, said.ts))
  const edit = said.edited?.ts ?? said.text
  const name = `slack/${team}/${channel}/${said.ts}/${edit}`.slice(0, NAME_LENGTH)
  if (!(await parts.store.events.isNew(name, parts.clock()))) return
  await parts.tutor.forget(sourceOf(team, channel, said.ts))
  await answerTo({ ...heard, event }, parts, true)
}

/** Returns what the message asks now; null if it isn't answered. */
async function hearAgain(
  event: MessageEvent,
  said: Said,
  workspace: Workspace,
  parts: SlackDeps,
): Promise<Heard | null> {
  const { channel } = event
  const known = await parts.standings.find(workspace.team, { channel, id: said.ts })
  if (known && (known.asker.id !== said.user || isOld(known.at, parts))) return null
  if (known ? known.answer.question?.id !== said.ts : isOld(Number(said.ts) * 1000, parts))
    return null
  return known
    ? hear({ ...event, channel_type: 'im' }, said, workspace, parts)
    : hear(event, said, workspace, parts)
}

const NAME_LENGTH = 200

function isOld(at: number, { clock }: SlackDeps): boolean {
  return clock() - at > TIMES.editableMs
}

/** Deletes the answer along with its question. */
async function deleted(event: MessageEvent, workspace: Workspace, parts: SlackDeps): Promise<void> {
  const ts = event.deleted_ts ?? event.previous_message?.ts
  if (!ts) return
  const { team } = workspace
  const message = { channel: event.channel, id: ts }
  const source = sourceOf(team, event.channel, ts)
  await parts.deleted({ source, workspace: team, message }, takingIn(workspace))
}
