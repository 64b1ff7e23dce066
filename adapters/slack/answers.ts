/** Sends answers and other messages on Slack. */

import type { Form } from '../../bot/core/component-actions.ts'
import type { Action, Message } from '../../bot/core/message.ts'
import type { Request } from '../../bot/core/request.ts'
import type { How } from '../../bot/delivery/reply-delivery.ts'
import type { ReplyRecord } from '../../bot/delivery/reply-records.ts'
import type { SlackDeps } from './deps.ts'
import type { BlockActions } from './events/payloads.ts'
import { slackTransport } from './transport.ts'
import type { Where } from './where.ts'

export type Asked = Pick<
  Request,
  'text' | 'mentions' | 'command' | 'options' | 'attachments' | 'unread'
>

/** Answers a request and never throws. A later answer to the same question first ends the previous one. */
export function answer(where: Where, asked: Asked, parts: SlackDeps): Promise<void> {
  const { workspace, asker, channel, name, thread, direct, key, question } = where
  const place = { channel, direct, ...(thread ? { thread } : {}), ...(name ? { name } : {}) }
  const source = question && sourceOf(workspace.team, channel, question)
  const request = { id: key, ...(source ? { source } : {}), person: asker, place, ...asked }
  // The existing answer is only known once nothing is being added to it.
  const stands = async () =>
    question && where.isEdit
      ? (await parts.standings.find(workspace.team, { channel, id: question }))?.answer
      : where.replaces
  const open = async (how: How) =>
    slackTransport({ ...where, replaces: await stands() }, how, parts)
  const asking = source ? { question: source, version: where.version ?? null } : undefined
  return parts.answers.answer(request, open, asking)
}

/** What a button or form was on, and who used it. */
type Used = Pick<Where, 'workspace' | 'channel' | 'thread' | 'openThread' | 'responseUrl' | 'key'> &
  Readonly<{
    user: BlockActions['user']
    isPrivate: boolean
    /** The record of the answer that the message is part of. */
    stands: ReplyRecord | undefined
  }>

/** Answers a button or form, replacing the message it was on if the action says so. */
export async function answerUsed(
  { user, isPrivate, stands, ...at }: Used,
  { command, options, replaces }: Action | Form['action'],
  parts: SlackDeps,
): Promise<void> {
  const asker = await parts.people.person(at.workspace, user.id, user.name ?? user.username)
  const place = replaces ? (isPrivate ? 'private' : stands) : undefined
  const question = typeof place === 'object' ? place.question?.id : undefined
  const direct = at.channel.startsWith('D')
  await answer({ ...at, asker, direct, replaces: place, question }, { command, options }, parts)
}

/**
 * Sends one person a message that isn't an answer.
 *
 * @throws {ChannelClosedError} when no way to that person is open.
 * @throws {PlatformUnavailableError} when Slack can't be reached.
 */
export function tell(
  { user: id, ...at }: Omit<Where, 'asker' | 'direct'> & Readonly<{ user: string }>,
  message: Message,
  parts: SlackDeps,
): Promise<void> {
  const { team, how } = at.workspace
  const asker = { platform: 'slack', workspace: team, id, name: id, admin: false }
  const transport = slackTransport({ ...at, asker, direct: false }, how, parts)
  return parts.answers.tell({ ...message, audience: 'asker' }, transport)
}

/** Returns the `source` of a request that a message makes, from its `ts`. */
export function sourceOf(team: string, channel: string, message: string): string {
  return `slack/${team}/${channel}/${message}`
}
