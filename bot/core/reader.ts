/** Finds programs in what people write. */
import type { Attachment } from './request.ts'

export type Reader = Readonly<{
  /**
   * Finds out how a message contains a program: marked as code, or as plain text that looks like Python; null where it has none.
   *
   * @throws {TooComplexError} The text takes too long to analyse.
   * @throws {UserError} The program is too long to run.
   */
  read(
    text: string,
    attachments: readonly Attachment[],
  ): Promise<Readonly<{
    how: 'marked' | 'plain'
    /** The text can be read as several programs; `likely` where they don't depend on each other. */
    separate: Readonly<{ likely: boolean }> | null
  }> | null>
  /** Returns the text around the code blocks. */
  beside(text: string): Promise<string>
  /** Whether the text has the start of a code block. */
  hasFence(text: string): boolean
}>
