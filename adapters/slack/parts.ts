/** What all parts of the adapter share. */
import type { Clock } from '../../bot/clock.ts'
import type { Questions } from '../../bot/delivery/questions.ts'
import type { Standings } from '../../bot/delivery/standings.ts'
import type { Log } from '../../bot/log.ts'
import type { Store } from '../../bot/store/store.ts'
import type { Tutor } from '../../bot/tutor.ts'
import type { Unfinished } from '../../bot/unfinished.ts'
import type { DirectChannel, Lack, Workspaces } from './clients.ts'
import type { People } from './people.ts'
import type { Responses } from './response.ts'

export type Parts = Readonly<{
  tutor: Tutor
  store: Store
  clock: Clock
  log: Log
  /** Ends in `/`. */
  apiUrl: string
  workspaces: Workspaces
  people: People
  /** Aborts when Overlap stops. */
  closing: AbortSignal
  standings: Standings
  unfinished: Unfinished
  questions: Questions
  responses: Responses
  /** The direct conversation with somebody. */
  directChannel: DirectChannel
  /** What Slack, or what stands in its place, does not do for a workspace. */
  lacks: Set<Lack>
}>
