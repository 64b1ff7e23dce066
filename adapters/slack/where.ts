/** Where an answer is given in Slack. */

import type { Person } from '../../bot/core/request.ts'
import type { ReplyRecord } from '../../bot/delivery/reply-records.ts'
import type { Workspace } from './clients.ts'

/** What an answer is to, and what it may use. */
export type Where = Readonly<{
  workspace: Workspace
  channel: string
  /** Of the channel, where Slack tells it. */
  name?: string | undefined
  direct: boolean
  thread?: string | undefined
  /** A thread that is there already: in any other, what is one person's would be seen by nobody. */
  openThread?: string | undefined
  asker: Person
  /** The message that asked. */
  question?: string | undefined
  /** Five times in 30 minutes, an answer may go there, even where the tutor is no member. */
  responseUrl?: string | undefined
  /** The answer whose place it takes. */
  replaces?: ReplyRecord | 'private' | undefined
  /** When what it says now was said, microseconds since the epoch; left out for what comes later, such as a press. */
  version?: number | undefined
  /** The message that asked was changed: the answer from before is worth nothing now. */
  isEdit?: boolean | undefined
  /** Unique to the request. */
  key: string
}>
