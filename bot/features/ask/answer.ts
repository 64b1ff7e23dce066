/** A question, and what is said to it. */

import type { Block, Message } from '../../core/message.ts'
import type { Ran } from '../run/run-program.ts'
import type { Found } from './search/find.ts'

/** An answer that is complete. `text` is what is remembered of it. */
export type Answer = Readonly<{
  blocks: readonly Block[]
  text: string
  notice: string
  audience: Message['audience']
}>

/** What was asked, and what is known before anything is written. */
export type Question = Readonly<{
  text: string
  found: Found
  /** The program in it, and how its run was told. */
  ran: Readonly<{ ran: Ran; report: readonly Block[] }> | null
}>
