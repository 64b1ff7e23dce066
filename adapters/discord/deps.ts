/** What the parts of the adapter share. */
import type { Delivery, DeliveryDeps } from '../../bot/delivery/delivery.ts'
import type { Api } from './api.ts'
import type { People } from './people.ts'

export type DiscordDeps = DeliveryDeps &
  Delivery &
  Readonly<{
    api: Api
    people: People
    /**
     * Opens the channel for direct messages with a person.
     *
     * @throws {ChannelClosedError} when the person can't be messaged.
     */
    direct(person: string): Promise<string>
    /** Without a trailing `/`. */
    apiUrl: string
  }>
