/** Which messages an answer is made of, and what it answers: kept in the store under each of them, and under its question. */
import { z } from 'zod'
import type { Clock } from '../core/clock.ts'
import type { Person } from '../core/request.ts'
import type { Reply } from '../store/replies.ts'
import type { Store } from '../store/store.ts'

const message = z.object({ channel: z.string(), id: z.string() })

const standing = z.object({
  messages: z.array(message),
  /** Ids of files that are apart from its messages. */
  files: z.array(z.string()).default([]),
  /** The message that asked. */
  question: message.optional(),
})

/** As Slack's were kept before: all in one channel, by their `ts`. */
const slackStanding = z.object({
  parts: z.array(z.string()),
  files: z.array(z.string()),
  question: z.string().optional(),
})

/** A message of a platform, in the channel or thread that it is in. */
export type MessageRef = z.output<typeof message>
export type ReplyRecord = Readonly<z.output<typeof standing>>

/** `at`: epoch ms. */
export type StoredReply = Omit<Reply, 'reply'> & Readonly<{ answer: ReplyRecord }>

/** How a platform takes away what an answer is made of. What is gone, or has to stay, is left so. */
export type Taking = Readonly<{
  remove(message: MessageRef): Promise<unknown>
  unshare?(files: readonly string[]): Promise<unknown>
}>

/** `workspace` as the store knows it. */
export type ReplyRecords = Readonly<{
  note(workspace: string, asker: Person, answer: ReplyRecord): Promise<void>
  /** By one of its messages, or by the message that it answers. */
  find(workspace: string, message: MessageRef): Promise<StoredReply | null>
  /** It is not found by these any more. */
  forget(workspace: string, messages: readonly MessageRef[]): Promise<void>
  /** Takes the whole answer away. */
  drop(workspace: string, answer: ReplyRecord, taking: Taking): Promise<void>
}>

type Deps = Readonly<{ platform: string; store: Pick<Store, 'replies'>; clock: Clock }>

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
