/** Finds programs in what people write. */
import type { Attachment } from './request.ts'

export type Reader = Readonly<{
  /**
   * How a program is given in a message: marked as one, or as plain text that looks like Python; null where there is none.
   *
   * @throws {TooComplexError} It takes too long to find out.
   * @throws {UserError} It is too long to run.
   */
  read(
    text: string,
    attachments: readonly Attachment[],
  ): Promise<Readonly<{
    how: 'marked' | 'plain'
    /** The same text as several programs; `likely` where they do not need each other. */
    separate: Readonly<{ likely: boolean }> | null
  }> | null>
  /** What is written around the blocks of a text. */
  beside(text: string): Promise<string>
  /** Whether a block begins anywhere in it. */
  hasFence(text: string): boolean
}>
