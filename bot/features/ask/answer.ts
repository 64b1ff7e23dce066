/** A question and its answer. */

import type { Block, Message } from '../../core/message.ts'
import type { Ran } from '../run/run-program.ts'
import type { Found } from './search/find.ts'

/** A complete answer. `text` is what the conversation's memory keeps of it. */
export type Answer = Readonly<{
  blocks: readonly Block[]
  text: string
  notice: string
  audience: Message['audience']
}>

/** What was asked, and what was found before an answer is written. */
export type Question = Readonly<{
  text: string
  found: Found
  /** The program in the question, and the report of its run. */
  ran: Readonly<{ ran: Ran; report: readonly Block[] }> | null
}>
