/** Runs a loop in every concurrency model and shows which is fastest. */
import type { Limits } from '../../../sandbox/limits.ts'
import type { Advisor } from '../../analysis/advisor.ts'
import { countingVerdicts } from '../../analysis/count-verdicts.ts'
import { type Command, type Context, command } from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import type { Message } from '../../core/message.ts'
import { TooComplexError } from '../../lib/workers/errors.ts'
import type { Program } from '../../reading/program.ts'
import { givenProgram, programOptions } from '../run/given.ts'
import { type Outcome, race as runRace } from './race.ts'
import { raced, racing, unraced } from './view.ts'

const options = programOptions(
  'Python with a loop that calls a function: plain, in a code block, or as a file',
)

const nothing = () =>
  new UserError('There is no Python to race yet.', '/race for n in range(8): print(work(n))')

export type RaceDeps = Readonly<{
  advisor: Pick<Advisor, 'advise'>
  /** Resource limits of a run. */
  limits: Limits
}>

/** Declares `/race`: times a program's loop sequentially, with threads, with processes and with asyncio. */
export function raceCommand(deps: RaceDeps): Command {
  return command({
    name: 'race',
    summary: 'Race the loop of a program: sequential, threads, processes and asyncio',
    options,
    rate: 'run',
    async *answer(given, context) {
      const { request, sandbox, emit, bug } = context
      const advisor = countingVerdicts(deps.advisor, emit)
      const program = await givenProgram(given, request, nothing())
      const { stdin: input } = program
      const race = runRace(
        {
          code: program.code,
          files: program.files,
          args: program.args,
          ...(input === null ? {} : { stdin: input }),
        },
        sandbox,
        { signal: request.signal, limits: deps.limits },
      )
      let step = await race.next()
      for (; !step.done; step = await race.next()) yield racing(step.value)
      yield await answerTo(step.value, program, { advisor, bug })
    },
  })
}

async function answerTo(
  outcome: Outcome,
  { code, files, notes }: Program,
  { advisor, bug }: Pick<RaceDeps, 'advisor'> & Pick<Context, 'bug'>,
): Promise<Message> {
  if (outcome.kind !== 'raced') return unraced(outcome.reason, notes)
  const advice = await advisor.advise(code, outcome.sequential, files).catch((error: unknown) => {
    if (!(error instanceof TooComplexError)) bug(error)
    return null
  })
  return raced(outcome, advice, notes)
}
