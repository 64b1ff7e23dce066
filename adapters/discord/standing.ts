/** Answers as the core has them edited after a restart: messages of a channel, or what one person sees of them. */
import { z } from 'zod'
import type { MessageRef } from '../../bot/delivery/standings.ts'
import type { Only, Posted } from '../../bot/platform.ts'
import type { Ticket } from './api.ts'
import { channelOf } from './people.ts'

/** Messages of one channel, as the core has them edited. */
export function postedAt(guild: string, messages: readonly MessageRef[]): Posted {
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
