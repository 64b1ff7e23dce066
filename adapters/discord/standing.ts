/** An answer as it stands: of which messages it is made, and what it answers. Kept in the store under each of them. */
import { z } from 'zod'
import type { Clock } from '../../bot/clock.ts'
import type { Only, Posted } from '../../bot/platform.ts'
import type { Person } from '../../bot/request.ts'
import type { Reply } from '../../bot/store/replies.ts'
import type { Store } from '../../bot/store/store.ts'
import type { Api, Standing, Ticket } from './api.ts'
import { channelOf } from './people.ts'

const place = z.object({ channel: z.string(), id: z.string() })
const standing = z.object({
  messages: z.array(place),
  /** The message that asked. */
  question: place.optional(),
  /** Empty for none. */
  guild: z.string(),
})

export type Answer = z.output<typeof standing>

export type Standings = ReturnType<typeof createStandings>

export function createStandings(api: Api, store: Store, clock: Clock) {
  async function note(asker: Person, answer: Answer): Promise<void> {
    for (const { channel, id } of all(answer)) {
      await store.replies.put(
        { ...channelOf(answer.guild, channel), message: id },
        asker,
        answer,
        clock(),
      )
    }
  }

  /** By one of its messages, or by the message that it answers. */
  async function find(
    guild: string | null | undefined,
    { channel, id }: Standing,
  ): Promise<(Omit<Reply, 'reply'> & Readonly<{ answer: Answer }>) | null> {
    const reply = await store.replies.find({ ...channelOf(guild, channel), message: id })
    const answer = standing.safeParse(reply?.reply)
    return reply && answer.success ? { ...reply, answer: answer.data } : null
  }

  /** Takes the whole answer away. */
  async function drop(answer: Answer): Promise<void> {
    for (const { channel, id } of all(answer)) {
      await store.replies.remove({ ...channelOf(answer.guild, channel), message: id })
    }
    for (const message of answer.messages) await api.remove(message)
  }

  return { note, find, drop }
}

/** Messages of one channel, as the core has them edited. */
export function postedAt(guild: string, messages: readonly Standing[]): Posted {
  const channel = messages[0]?.channel ?? ''
  return { spot: channelOf(guild, channel), id: messages.map(({ id }) => id).join() }
}

/** What one person sees of an answer can be edited as long as its interaction's token lives. */
const ticket = z.object({
  id: z.string(),
  application: z.string(),
  token: z.string(),
  channel: z.string(),
  /** Epoch ms. */
  until: z.number(),
})

export function onlyTo(person: string, guild: string, address: z.output<typeof ticket>): Posted {
  const only = { person, address: JSON.stringify(address) }
  return { spot: channelOf(guild, address.channel), id: '', only }
}

/** Null once the token has died. */
export function ticketIn({ address }: Only, now: number): Ticket | null {
  const found = ticket.parse(JSON.parse(address))
  return found.until > now ? found : null
}

function all({ messages, question }: Answer): readonly Standing[] {
  return question ? [...messages, question] : messages
}
