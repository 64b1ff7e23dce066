/** How a program is given to a command: its options, and what they and the attachments come to. */
import { z } from 'zod'
import { ARGS_BYTES, LIMITS } from '../../../sandbox/limits.ts'
import type { OptionMeta } from '../../core/command.ts'
import type { UserError } from '../../core/errors.ts'
import type { Request } from '../../core/request.ts'
import { readArguments } from '../../reading/arguments.ts'
import type { Program } from '../../reading/program.ts'
import { readOutright } from '../../reading/read.ts'

export function programOptions(description: string) {
  return z.strictObject({
    stdin: z
      .string()
      .max(LIMITS.stdinBytes)
      .optional()
      .meta({
        description: 'Text that the program can read',
        multiline: true,
      } satisfies OptionMeta),
    args: z
      .string()
      .max(ARGS_BYTES)
      .optional()
      .meta({
        description: 'Arguments for the program, as in a terminal: --n 3 "two words"',
      } satisfies OptionMeta),
    code: z
      .string()
      .max(LIMITS.codeBytes)
      .optional()
      .meta({ description, rest: true, multiline: true } satisfies OptionMeta),
  })
}

/** The program with its input and arguments; those given as options win. Throws `missing` where there is nothing to run. */
export async function givenProgram(
  { code = '', stdin, args }: Given,
  { attachments = [] }: Request,
  missing: UserError,
): Promise<Program> {
  const hasFile = attachments.some(({ name }) => name.endsWith('.py'))
  if (code.trim() === '' && !hasFile) throw missing
  const program = await readOutright(code, attachments)
  return {
    ...program,
    stdin: stdin ?? program.stdin,
    args: args === undefined ? program.args : readArguments(args),
  }
}

type Given = z.infer<ReturnType<typeof programOptions>>
