/** Runs the learner's Python in the sandbox and explains where its time went. */
import { z } from 'zod'
import { countingVerdicts } from '../../analysis/count-verdicts.ts'
import { type Command, command, type OptionMeta } from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import type { Block } from '../../core/message.ts'
import { offerCompare } from '../compare/offer.ts'
import { completed, type ProofDeps } from './completed.ts'
import { type DisputeDeps, dispute, disputed, offerDispute } from './dispute.ts'
import { againOf, givenProgram, programOptions, separateIn } from './given.ts'
import { runProgram, type Step } from './run-program.ts'
import { tracedRun } from './trace.ts'

const options = programOptions(
  'Python to run: plain, in a code block, or attached as a file',
).extend({
  trace: z
    .boolean()
    .optional()
    .meta({ hidden: true } satisfies OptionMeta),
  wrong: disputed.optional().meta({ hidden: true } satisfies OptionMeta),
  remark: z
    .string()
    .max(2_000)
    .optional()
    .meta({ hidden: true } satisfies OptionMeta),
})

const nothing = () => new UserError('There is no Python to run yet.', '/run print("hello")')

/**
 * Declares `/run`: runs a program in the sandbox, shows what it did with its time and, if a change is suggested,
 * tries it.
 *
 * @example In chat
 * /run print("hello")
 */
export function runCommand(deps: ProofDeps & DisputeDeps): Command {
  return command({
    name: 'run',
    summary: 'Run Python and find out whether it should use async, threads or processes',
    options,
    rate: 'run',
    async *answer(given, context) {
      const { request, emit } = context
      const { wrong, remark = null } = given
      if (wrong) {
        yield await dispute({ code: given.code ?? '', wrong, remark }, request, deps)
        return
      }
      const program = await givenProgram(given, request, nothing())
      if (given.trace) {
        yield* tracedRun(program, context)
        return
      }
      const advisor = countingVerdicts(deps.advisor, emit)
      const all = { ...context, ...deps, advisor }
      const { code = '' } = given
      const again = againOf(code, program, request)
      const steps = runProgram(program, program.stdin, again, all)
      let last: Step | null = null
      let offers: Block[] = []
      for await (const step of steps) {
        const { message, ran } = step
        last = step
        if (!message.done) yield message
        else {
          const others = offerCompare(await separateIn(code, request), code, request)
          const wrong = ran?.advice ? offerDispute(again ?? program.code, ran.advice) : null
          offers = [wrong, others].filter((each) => each !== null)
          yield { ...message, blocks: [...message.blocks, ...offers] }
        }
      }
      const whole = last?.shown && (await completed(last.shown, { ...context, ...deps }))
      if (whole) yield { ...whole, blocks: [...whole.blocks, ...offers] }
    },
  })
}
