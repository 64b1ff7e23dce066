/** Lets the core edit ephemeral messages after a restart. */
import { z } from 'zod'
import type { Posted } from '../../bot/core/platform.ts'
import type { Ticket } from './api.ts'
import { channelOf } from './people.ts'

/** An ephemeral message can be edited until its interaction's token expires. */
const ticket = z.object({
  id: z.string(),
  application: z.string(),
  token: z.string(),
  channel: z.string(),
  /** Epoch ms. */
  until: z.number(),
})

/** Describes what one person sees of an answer, with the interaction that can still edit it. */
export function onlyTo(person: string, guild: string, address: z.output<typeof ticket>): Posted {
  const only = { person, address: JSON.stringify(address) }
  return { spot: channelOf(guild, address.channel), id: '', only }
}

/** Reads the interaction from an address; null once its token has expired. `now` is epoch ms. */
export function ticketIn(address: string, now: number): Ticket | null {
  const found = ticket.parse(JSON.parse(address))
  return found.until > now ? found : null
}
