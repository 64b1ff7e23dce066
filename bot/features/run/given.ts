/** How a program is passed to a command: as options, in a message, or as attachments. */
import { z } from 'zod'
import { ARGS_BYTES, LIMITS } from '../../../sandbox/limits.ts'
import type { Job } from '../../../sandbox/sandbox.ts'
import type { OptionMeta } from '../../core/command.ts'
import type { UserError } from '../../core/errors.ts'
import type { Request } from '../../core/request.ts'
import { TooComplexError } from '../../lib/workers/errors.ts'
import { readArguments } from '../../reading/arguments.ts'
import type { Program, Separate } from '../../reading/program.ts'
import { read, readOutright } from '../../reading/read.ts'
import { asMessage } from '../../reading/written.ts'

/** The options of every command that takes a program: `stdin`, `args` and `code`. */
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
        ofProgram: true,
      } satisfies OptionMeta),
    code: z
      .string()
      .max(LIMITS.codeBytes)
      .optional()
      .meta({ description, rest: true, multiline: true } satisfies OptionMeta),
  })
}

/** The sandbox job for a program. */
export function jobOf({ code, files, args }: Program, input: string | null): Job {
  return { code, files, args, ...(input === null ? {} : { stdin: input }) }
}

/** The `code` option that runs the same program again, attached files included; null if they don't fit. */
export function againOf(
  code: string,
  program: Program,
  { attachments = [] }: Request,
): string | null {
  return attachments.length === 0 ? code : asMessage(program)
}

/** Each block or file as a separate program; null if there is only one program. */
export async function separateIn(
  code: string,
  { attachments = [] }: Request,
): Promise<Separate | null> {
  try {
    return (await read(code, attachments))?.separate ?? null
  } catch (error) {
    if (error instanceof TooComplexError) return null
    throw error
  }
}

/**
 * The program with its input and arguments; options take precedence.
 *
 * @throws {UserError} There is nothing to run (`missing`), or the program or its arguments are too long.
 */
export async function givenProgram(
  { code = '', stdin, args }: Given,
  { attachments = [] }: Request,
  missing: UserError,
): Promise<Program> {
  const hasFile = attachments.some(({ name }) => name.endsWith('.py'))
  if (code.trim() === '' && !hasFile) throw missing
  return withGiven(await readOutright(code, attachments), { stdin, args })
}

/**
 * The program with input and arguments from options, which take precedence.
 *
 * @throws {UserError} The arguments are too long.
 */
export function withGiven(program: Program, { stdin, args }: Omit<Given, 'code'>): Program {
  return {
    ...program,
    stdin: stdin ?? program.stdin,
    args: args === undefined ? program.args : readArguments(args),
  }
}

type Given = z.infer<ReturnType<typeof programOptions>>
