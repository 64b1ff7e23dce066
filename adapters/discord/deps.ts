/** What the parts of the adapter share. */
import type { Delivery, DeliveryDeps } from '../../bot/delivery/delivery.ts'
import type { Api } from './api.ts'
import type { People } from './people.ts'

export type DiscordDeps = DeliveryDeps &
  Delivery &
  Readonly<{
    api: Api
    people: People
    /** The channel for direct messages with a person. Throws `ChannelClosedError`. */
    direct(person: string): Promise<string>
    /** Ends in no `/`. */
    apiUrl: string
  }>
