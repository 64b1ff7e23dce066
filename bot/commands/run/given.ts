/** How a program is given to a command: its options, and what they and the attachments come to. */
import { z } from 'zod'
import { LIMITS } from '../../../sandbox/limits.ts'
import type { OptionMeta } from '../../command.ts'
import type { UserError } from '../../errors.ts'
import { type Program, readProgram, wholeProgram } from '../../reading/program.ts'
import type { Request } from '../../request.ts'

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

/** A command given outright takes whatever text it has: an error message teaches more than a refusal. */
export function givenProgram(code: string, { attachments }: Request, missing: UserError): Program {
  const read = readProgram(code, attachments)
  if (read !== null) return read.program
  if (code.trim() === '') throw missing
  return wholeProgram(code, attachments)
}
