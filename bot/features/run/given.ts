/** How a program is given to a command: its options, and what they and the attachments come to. */
import { z } from 'zod'
import { LIMITS } from '../../../sandbox/limits.ts'
import type { OptionMeta } from '../../core/command.ts'
import type { UserError } from '../../core/errors.ts'
import type { Request } from '../../core/request.ts'
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
    code: z
      .string()
      .max(LIMITS.codeBytes)
      .optional()
      .meta({ description, rest: true, multiline: true } satisfies OptionMeta),
  })
}

/** Throws `missing` where there is nothing to run. */
export async function givenProgram(
  code: string,
  { attachments = [] }: Request,
  missing: UserError,
): Promise<Program> {
  const hasFile = attachments.some(({ name }) => name.endsWith('.py'))
  if (code.trim() === '' && !hasFile) throw missing
  return readOutright(code, attachments)
}
