/** Runs the learner's Python in the sandbox and says what it did with its time. */
import { countingVerdicts } from '../../analysis/count-verdicts.ts'
import { type Command, command } from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import { completed, type ProofDeps } from './completed.ts'
import { givenProgram, programOptions } from './given.ts'
import { runProgram, type Shown } from './run-program.ts'

const options = programOptions('Python to run: plain, in a code block, or attached as a file')

const nothing = () => new UserError('There is no Python to run yet.', '/run print("hello")')

export function runCommand(deps: ProofDeps): Command {
  return command({
    name: 'run',
    summary: 'Run Python and find out whether it should use async, threads or processes',
    options,
    rate: 'run',
    async *answer(given, context) {
      const { request, tell } = context
      const program = await givenProgram(given, request, nothing())
      const advisor = countingVerdicts(deps.advisor, tell)
      const all = { ...context, ...deps, advisor }
      const steps = runProgram(program, program.stdin, given.code ?? '', all)
      let shown: Shown | null = null
      for await (const step of steps) {
        yield step.message
        shown = step.shown
      }
      const whole = shown && (await completed(shown, { ...context, ...deps }))
      if (whole) yield whole
    },
  })
}
