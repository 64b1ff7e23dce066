/** An answer as it stands: which messages and files it is made of. Kept in the store under each of its messages. */
import { z } from 'zod'
import type { Clock } from '../../bot/clock.ts'
import type { Person } from '../../bot/request.ts'
import type { Reply } from '../../bot/store/replies.ts'
import type { Store } from '../../bot/store/store.ts'
import type { Workspace } from './clients.ts'
import { remove } from './posting.ts'
import { unshare } from './uploads.ts'

const standing = z.object({
  /** `ts` of its messages. */
  parts: z.array(z.string()),
  /** Ids of its files. */
  files: z.array(z.string()),
  thread: z.string().optional(),
  /** `ts` of the message that it is the answer to. */
  question: z.string().optional(),
})

export type Standing = z.output<typeof standing>

export const NOTHING: Standing = { parts: [], files: [] }

/** A channel as the store knows it. */
function channelOf({ team }: Pick<Workspace, 'team'>, channel: string) {
  return { platform: 'slack', workspace: team, channel } as const
}

export type Standings = ReturnType<typeof createStandings>

export function createStandings(store: Store, clock: Clock) {
  async function note(
    workspace: Workspace,
    channel: string,
    asker: Person,
    answer: Standing,
  ): Promise<void> {
    const messages = [...answer.parts, ...(answer.question ? [answer.question] : [])]
    const place = channelOf(workspace, channel)
    await Promise.all(
      messages.map((message) => store.replies.put({ ...place, message }, asker, answer, clock())),
    )
  }

  /** By one of its messages, or by the message that it answers. */
  async function find(
    workspace: Workspace,
    channel: string,
    message: string,
  ): Promise<(Omit<Reply, 'reply'> & Readonly<{ answer: Standing }>) | null> {
    const reply = await store.replies.find({ ...channelOf(workspace, channel), message })
    const answer = standing.safeParse(reply?.reply)
    return reply && answer.success ? { ...reply, answer: answer.data } : null
  }

  /** Takes the whole answer away. */
  async function drop(workspace: Workspace, channel: string, answer: Standing): Promise<void> {
    const place = channelOf(workspace, channel)
    for (const message of [...answer.parts, ...(answer.question ? [answer.question] : [])]) {
      await store.replies.remove({ ...place, message })
    }
    for (const ts of answer.parts) await remove(workspace, channel, ts)
    await unshare(workspace, answer.files)
  }

  return { note, find, drop }
}
