/**
 * Records which messages an answer consists of and what it answers, stored under each message and under its question.
 */
import { z } from 'zod'
import type { Clock } from '../core/clock.ts'
import type { Person } from '../core/request.ts'
import type { Reply } from '../store/replies.ts'
import type { Store } from '../store/store.ts'

const message = z.object({ channel: z.string(), id: z.string() })

const standing = z.object({
  messages: z.array(message),
  /** Ids of files uploaded separately from the messages. */
  files: z.array(z.string()).default([]),
  /** The message that asked. */
  question: message.optional(),
})

/** The old Slack format: all messages in one channel, by their `ts`. */
const slackStanding = z.object({
  parts: z.array(z.string()),
  files: z.array(z.string()),
  question: z.string().optional(),
})

/** A platform message and the channel or thread it is in. */
export type MessageRef = z.output<typeof message>
export type ReplyRecord = Readonly<z.output<typeof standing>>

/** `at`: epoch ms. */
export type StoredReply = Omit<Reply, 'reply'> & Readonly<{ answer: ReplyRecord }>

/** How a platform deletes the parts of an answer. Does nothing where one is already gone or can't be deleted. */
export type Taking = Readonly<{
  remove(message: MessageRef): Promise<unknown>
  unshare?(files: readonly string[]): Promise<unknown>
}>

/** `workspace` is the id that the store uses. */
export type ReplyRecords = Readonly<{
  note(workspace: string, asker: Person, answer: ReplyRecord): Promise<void>
  /** Finds an answer by one of its messages, or by its question. */
  find(workspace: string, message: MessageRef): Promise<StoredReply | null>
  /** Removes the records of these messages. */
  forget(workspace: string, messages: readonly MessageRef[]): Promise<void>
  /** Deletes all messages and files of the answer, and its records. */
  drop(workspace: string, answer: ReplyRecord, taking: Taking): Promise<void>
}>

type Deps = Readonly<{ platform: string; store: Pick<Store, 'replies'>; clock: Clock }>

/** Creates the reply records of one platform, kept in the store. */
export function createReplyRecords({ platform, store: { replies }, clock }: Deps): ReplyRecords {
  const at = (workspace: string, { channel, id }: MessageRef) =>
    ({ platform, workspace, channel, message: id }) as const

  async function forget(workspace: string, messages: readonly MessageRef[]): Promise<void> {
    for (const each of messages) await replies.remove(at(workspace, each))
  }

  return {
    forget,

    async note(workspace, asker, answer) {
      const all = namedBy(answer).map((each) => at(workspace, each))
      await Promise.all(all.map((each) => replies.put(each, asker, answer, clock())))
    },

    async find(workspace, given) {
      const found = await replies.find(at(workspace, given))
      const answer = found && readStanding(found.reply, given.channel)
      return answer ? { asker: found.asker, at: found.at, answer } : null
    },

    async drop(workspace, answer, { remove, unshare }) {
      await forget(workspace, namedBy(answer))
      for (const each of answer.messages) await remove(each)
      await unshare?.(answer.files)
    },
  }
}

function namedBy({ messages, question }: ReplyRecord): readonly MessageRef[] {
  return question ? [...messages, question] : messages
}

function readStanding(kept: unknown, channel: string): ReplyRecord | null {
  const now = standing.safeParse(kept)
  if (now.success) return now.data
  const { parts, files, question } = slackStanding.safeParse(kept).data ?? {}
  if (!parts || !files) return null
  const asked = question === undefined ? {} : { question: { channel, id: question } }
  return { messages: parts.map((id) => ({ channel, id })), files, ...asked }
}
