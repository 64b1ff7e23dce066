/** Where an answer goes on Slack. */

import type { Person } from '../../bot/core/request.ts'
import type { ReplyRecord } from '../../bot/delivery/reply-records.ts'
import type { Workspace } from './clients.ts'

/** What an answer responds to, and how it may be delivered. */
export type Where = Readonly<{
  workspace: Workspace
  channel: string
  /** The channel's name, if Slack provides it. */
  name?: string | undefined
  direct: boolean
  thread?: string | undefined
  /** An existing thread: nobody would see an ephemeral message in a new one. */
  openThread?: string | undefined
  asker: Person
  /** The message that asked. */
  question?: string | undefined
  /** Accepts five messages within 30 minutes, even if the tutor isn't a member of the channel. */
  responseUrl?: string | undefined
  /** The answer that it replaces. */
  replaces?: ReplyRecord | 'private' | undefined
  /**
   * When the current text was written, microseconds since the epoch; undefined for what comes later, such as a button
   * press.
   */
  version?: number | undefined
  /** The message that asked was edited, so the previous answer is obsolete. */
  isEdit?: boolean | undefined
  /** Unique to the request. */
  key: string
}>
