/** What one person sees of an answer, as the core has it edited after a restart. */
import { z } from 'zod'
import type { Posted } from '../../bot/core/platform.ts'
import type { Ticket } from './api.ts'
import { channelOf } from './people.ts'

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
export function ticketIn(address: string, now: number): Ticket | null {
  const found = ticket.parse(JSON.parse(address))
  return found.until > now ? found : null
}
