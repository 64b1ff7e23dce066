/** Parses the command-line arguments for a program. */
import { ARGS_BYTES } from '../../sandbox/limits.ts'
import { UserError } from '../core/errors.ts'
import { size } from '../lib/text/quantities.ts'
import { shellWords } from '../lib/text/shell-words.ts'

/**
 * Splits a line into arguments as a shell would.
 *
 * @throws {UserError} when the arguments take more than `ARGS_BYTES` bytes in total.
 */
export function readArguments(line: string): readonly string[] {
  const words = shellWords(line).map((word) => word.replaceAll('\0', ''))
  const bytes = words.reduce((sum, word) => sum + Buffer.byteLength(word) + 1, 0)
  if (bytes > ARGS_BYTES) {
    throw new UserError(
      `The arguments are too long: ${size(bytes)} in total; the limit is ${size(ARGS_BYTES)}.`,
    )
  }
  return words
}
