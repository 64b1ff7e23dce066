/** Answers that are being given on Slack. */
import {
  createAnswers as createRunning,
  type Answers as Running,
} from '../../bot/delivery/answers.ts'
import type { How } from '../../bot/delivery/outlet.ts'
import type { Message } from '../../bot/message.ts'
import type { Request } from '../../bot/request.ts'
import { isOutside } from './calls.ts'
import type { Parts } from './parts.ts'
import { slashed } from './slash.ts'
import { slackTransport } from './surfaces.ts'
import type { Where } from './where.ts'

export type Asked = Pick<
  Request,
  'text' | 'mentions' | 'command' | 'options' | 'attachments' | 'unread'
>

/** A message is named by its workspace, its channel and its `ts`. */
type Named = readonly [team: string, channel: string, message: string]

export type Answers = Readonly<{
  /** Never throws. A later answer to the same question ends the one before first. */
  answer(where: Where, asked: Asked): Promise<void>
  /** Something that is no answer, to one person alone. */
  tell(
    where: Omit<Where, 'asker' | 'direct'> & Readonly<{ user: string }>,
    message: Message,
  ): Promise<void>
  /** Ends the answer to a message, and waits until it is quiet. */
  stop(...question: Named): Promise<void>
  /** Likewise, and it is not answered any more. */
  deleted(...question: Named): Promise<void>
  /** A message that was edited or deleted: what it asked leaves the memory. */
  forget(...question: Named): Promise<void>
}> &
  Pick<Running, 'settled'>

export function createAnswers(parts: Parts): Answers {
  const running = createRunning({ platform: 'slack', isOutside, ...parts, tutor: { handle } })

  async function* handle(request: Request) {
    for await (const message of parts.tutor.handle(request)) {
      yield slashed(message, parts.tutor.commands)
    }
  }

  return {
    answer(where, asked) {
      const { workspace, asker, channel, name, thread, direct, key, question } = where
      const place = { channel, direct, ...(thread ? { thread } : {}), ...(name ? { name } : {}) }
      const source = question && sourceOf(workspace.team, channel, question)
      const request = { id: key, ...(source ? { source } : {}), person: asker, place, ...asked }
      // What stands is known once nobody adds to it any more.
      const stands = async () =>
        question && where.isEdit
          ? (await parts.standings.find(workspace.team, { channel, id: question }))?.answer
          : where.replaces
      const open = async (how: How) =>
        slackTransport({ ...where, replaces: await stands() }, how, parts)
      const asking = source ? { question: source, version: where.version ?? null } : undefined
      return running.answer(request, open, asking)
    },
    tell({ user: id, ...at }, message) {
      const { team, how } = at.workspace
      const asker = { platform: 'slack', workspace: team, id, name: id, admin: false }
      const transport = slackTransport({ ...at, asker, direct: false }, how, parts)
      return running.tell({ ...message, audience: 'asker' }, transport)
    },
    stop: (...question) => running.stop(sourceOf(...question)),
    deleted: (...question) => running.stop(sourceOf(...question), 'deleted'),
    forget: (...question) => parts.tutor.forget(sourceOf(...question)),
    settled: running.settled,
  }
}

/** A message as the core knows it. */
function sourceOf(...[team, channel, message]: Named): string {
  return `slack/${team}/${channel}/${message}`
}

export type Asking = Parts & Readonly<{ answers: Answers }>
