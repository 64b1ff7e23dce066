/** Runs the learner's Python in the sandbox and says what it did with its time. */
import { type RunResult, SandboxUnavailable } from '../../sandbox/sandbox.ts'
import type { Advice } from '../advice/advice.ts'
import { type Context, command } from '../command.ts'
import { UserError } from '../errors.ts'
import { timeline } from '../pictures/timeline.ts'
import type { Program } from '../reading/program.ts'
import { givenProgram, programOptions } from './run/given.ts'
import { progress } from './run/progress.ts'
import { type Picture, report } from './run/report.ts'
import { unmeasured } from './run/unmeasured.ts'
import { isTrifle } from './run/verdict.ts'
import { watch } from './run/watch.ts'

const options = programOptions('Python to run: plain, in a code block, or attached as a file')

const nothing = () => new UserError('There is no Python to run yet.', '/run print("hello")')

export const run = command({
  name: 'run',
  summary: 'Run Python and find out whether it should use async, threads or processes',
  options,
  rate: 'run',
  async *answer({ code = '', stdin }, context) {
    const { request, sandbox, limits } = context
    const program = givenProgram(code, request, nothing())
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
