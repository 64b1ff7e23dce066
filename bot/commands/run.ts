/** Runs the learner's Python in the sandbox and says what it did with its time. */
import { z } from 'zod'
import { LIMITS } from '../../sandbox/limits.ts'
import { type RunResult, SandboxUnavailable } from '../../sandbox/sandbox.ts'
import type { Advice } from '../advice/advice.ts'
import { type Context, command, type OptionMeta } from '../command.ts'
import { UserError } from '../errors.ts'
import { timeline } from '../pictures/timeline.ts'
import { type Program, readProgram, wholeProgram } from '../reading/program.ts'
import { progress } from './run/progress.ts'
import { type Picture, report } from './run/report.ts'
import { unmeasured } from './run/unmeasured.ts'
import { isTrifle } from './run/verdict.ts'
import { watch } from './run/watch.ts'

const options = z.strictObject({
  stdin: z
    .string()
    .max(LIMITS.stdinBytes)
    .optional()
    .meta({ description: 'Text that the program can read' } satisfies OptionMeta),
  code: z
    .string()
    .max(LIMITS.codeBytes)
    .optional()
    .meta({
      description: 'Python to run: plain, in a code block, or attached as a file',
      rest: true,
    } satisfies OptionMeta),
})

export const run = command({
  name: 'run',
  summary: 'Run Python and find out whether it should use async, threads or processes',
  options,
  rate: 'run',
  async *answer({ code = '', stdin }, context) {
    const { request, sandbox, limits } = context
    const program = read(code, context)
    const input = stdin ?? program.stdin
    const job = {
      code: program.code,
      files: program.files,
      ...(input === null ? {} : { stdin: input }),
      asker: `${request.person.platform} ${request.person.workspace} ${request.person.id}`,
    }
    yield progress({ position: 0, output: [] })
    try {
      for await (const seen of watch(sandbox, job, request.signal)) {
        if ('result' in seen) {
          const { result } = seen
          const advice = await advise(program, result, context)
          const picture = draw(program, result, context)
          yield report({ program, input, result, advice, picture, again: code, limits })
        } else yield progress(seen)
      }
    } catch (error) {
      if (!(error instanceof SandboxUnavailable)) throw error
      yield unmeasured(await context.advisor.advise(program.code, null))
    }
  },
})

/** A command given outright runs whatever text it has: an error message teaches more than a refusal. */
function read(code: string, { request }: Context): Program {
  const read = readProgram(code, request.attachments)
  if (read !== null) return read.program
  if (code.trim() === '') {
    throw new UserError('There is no Python to run yet.', '/run print("hello")')
  }
  return wholeProgram(code, request.attachments)
}

/** The learner gets the output even when the advisor has a bug. */
async function advise(
  { code }: Program,
  result: RunResult,
  { advisor, bug }: Context,
): Promise<Advice | { bug: string }> {
  try {
    return await advisor.advise(code, result)
  } catch (error) {
    return { bug: bug(error) }
  }
}

/** Likewise when the picture has one. */
function draw({ code }: Program, result: RunResult, { bug }: Context): Picture | null {
  if (isTrifle(result)) return null
  try {
    return timeline(code, result)
  } catch (error) {
    bug(error)
    return null
  }
}
