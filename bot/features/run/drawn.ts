/** The picture of a run, if it is worth one. */
import type { RunResult } from '../../../sandbox/sandbox.ts'
import type { Context } from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import { TooComplexError } from '../../lib/workers/errors.ts'
import type { Program } from '../../reading/program.ts'
import { draw } from '../../timeline/draw.ts'
import type { Picture } from './report.ts'
import { isTrifle } from './verdict.ts'

/** The picture of a run; null if the run was too short or drawing failed, so that the rest of the report is still shown. */
export async function drawn(
  program: Program,
  result: RunResult,
  { bug }: Pick<Context, 'bug'>,
): Promise<Picture | null> {
  if (isTrifle(result)) return null
  try {
    return await draw(program, result)
  } catch (error) {
    if (!isUnread(error)) bug(error)
    return null
  }
}

/** Whether the program couldn't be analysed: it is too complex, or too many are waiting. */
export function isUnread(error: unknown): error is Error {
  return error instanceof TooComplexError || error instanceof UserError
}
