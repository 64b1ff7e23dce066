/** Runs several programs one at a time and shows which is fastest and whether they print the same. */
import type { Advisor } from '../../analysis/advisor.ts'
import { type Command, type Context, command } from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import { TooComplexError } from '../../lib/workers/errors.ts'
import type { NamedProgram } from '../../reading/program.ts'
import { programOptions, separateIn, withGiven } from '../run/given.ts'
import { type Compared, compare } from './compare.ts'
import { COMPARE_LIMITS } from './limits.ts'
import { offerOneProgram } from './offer.ts'
import { comparedMessage, comparing } from './view.ts'

const options = programOptions('Two or more programs, each in a code block or a file of its own')

const TOO_FEW =
  'I need at least two programs to compare: put each in a code block of its own, or attach each as a file.'

export type CompareDeps = Readonly<{ advisor: Pick<Advisor, 'advise'> }>

/** Declares `/compare`: runs several programs one at a time and compares their times and outputs. */
export function compareCommand(deps: CompareDeps): Command {
  return command({
    name: 'compare',
    summary: 'Run several programs and find out which is fastest, and whether they print the same',
    options,
    rate: 'run',
    async *answer(given, context) {
      const { request, sandbox } = context
      const code = given.code ?? ''
      const separate = await separateIn(code, request)
      if (separate === null) throw new UserError(TOO_FEW, '/compare')
      const programs = checked(separate.programs).map((each) => ({
        ...each,
        program: withGiven(each.program, given),
      }))
      const running = compare(programs, sandbox, request.signal)
      let step = await running.next()
      for (; !step.done; step = await running.next()) yield comparing(step.value)
      const advice = await headlines(programs, step.value, deps, context)
      yield comparedMessage(step.value, programs, advice, offerOneProgram(separate, code, request))
    },
  })
}

function checked(programs: readonly NamedProgram[]): readonly NamedProgram[] {
  const most = COMPARE_LIMITS.programs
  if (programs.length <= most) return programs
  throw new UserError(`I compare up to ${most} programs at a time; these are ${programs.length}.`)
}

/** The advisor's headline for each program; null if it fails. */
async function headlines(
  programs: readonly NamedProgram[],
  { lanes }: Compared,
  { advisor }: CompareDeps,
  { bug }: Pick<Context, 'bug'>,
): Promise<readonly (string | null)[]> {
  return Promise.all(
    programs.map(async ({ program: { code, files } }, at) => {
      const [result] = lanes[at]?.runs ?? []
      if (!result) return null
      try {
        return (await advisor.advise(code, result, files)).headline
      } catch (error) {
        if (!(error instanceof TooComplexError || error instanceof UserError)) bug(error)
        return null
      }
    }),
  )
}
