/** What the parts of the adapter share. */
import type { HomeCard } from '../../bot/core/feature.ts'
import type { Delivery, DeliveryDeps } from '../../bot/delivery/delivery.ts'
import type { DirectChannel, Lack, Workspaces } from './clients.ts'
import type { People } from './people.ts'
import type { Responses } from './response.ts'

export type SlackDeps = DeliveryDeps &
  Delivery &
  Readonly<{
    /** With a trailing `/`. */
    apiUrl: string
    workspaces: Workspaces
    people: People
    responses: Responses
    /** Opens the direct conversation with a person. */
    directChannel: DirectChannel
    /** The cards of the Home tab, from the top. */
    home: readonly HomeCard[]
    /** Features that Slack, or a stand-in for it, doesn't have in a workspace. */
    lacks: Set<Lack>
  }>
