/** The arguments that a program is started with, as people write them. */
import { ARGS_BYTES } from '../../sandbox/limits.ts'
import { UserError } from '../core/errors.ts'
import { size } from '../lib/text/quantities.ts'
import { shellWords } from '../lib/text/shell-words.ts'

/** @throws {UserError} They are too long together. */
export function readArguments(line: string): readonly string[] {
  const words = shellWords(line).map((word) => word.replaceAll('\0', ''))
  const bytes = words.reduce((sum, word) => sum + Buffer.byteLength(word) + 1, 0)
  if (bytes > ARGS_BYTES) {
    throw new UserError(
      `The arguments are too long: ${size(bytes)}, at most ${size(ARGS_BYTES)} together.`,
    )
  }
  return words
}
