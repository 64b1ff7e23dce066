/** What all parts of the adapter share. */
import type { HomeCard } from '../../bot/core/feature.ts'
import type { Delivery, DeliveryDeps } from '../../bot/delivery/delivery.ts'
import type { DirectChannel, Lack, Workspaces } from './clients.ts'
import type { People } from './people.ts'
import type { Responses } from './response.ts'

export type SlackDeps = DeliveryDeps &
  Delivery &
  Readonly<{
    /** Ends in `/`. */
    apiUrl: string
    workspaces: Workspaces
    people: People
    responses: Responses
    /** The direct conversation with somebody. */
    directChannel: DirectChannel
    /** What the Home tab shows, from the top. */
    home: readonly HomeCard[]
    /** What Slack, or what stands in its place, does not do for a workspace. */
    lacks: Set<Lack>
  }>
