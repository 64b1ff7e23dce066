/** Runs a program and reports on it step by step. */
import type { Limits } from '../../../sandbox/limits.ts'
import { type Job, type RunResult, SandboxUnavailableError } from '../../../sandbox/sandbox.ts'
import type { Advice } from '../../analysis/advice.ts'
import type { Advisor } from '../../analysis/advisor.ts'
import { planVisits } from '../../analysis/plan-visits.ts'
import type { Context } from '../../core/command.ts'
import type { Message } from '../../core/message.ts'
import type { Program } from '../../reading/program.ts'
import { isRaceable } from '../race/offer.ts'
import { drawn, isUnread } from './drawn.ts'
import { jobOf } from './given.ts'
import { progress } from './progress.ts'
import { type Report, report } from './report.ts'
import { unmeasured } from './unmeasured.ts'
import { watch } from './watch.ts'

export type RunDeps = Readonly<{
  advisor: Pick<Advisor, 'advise'>
  /** Resource limits of a run. */
  limits: Limits
}>

/** What one run needs. `advisor` counts its verdicts for `stats`. */
export type RunContext = Pick<Context, 'request' | 'sandbox' | 'bug'> & RunDeps

/** A program and its outcome. `result` is null if nothing can be run, `advice` if the advisor failed. */
export type Ran = Readonly<{ program: Program; result: RunResult | null; advice: Advice | null }>

/** A report's content, and the job that was run for it. */
export type Shown = Readonly<{ report: Report; job: Job }>

/** `shown`: the content of the message, if it is a report. */
export type Step = Readonly<{ message: Message; ran: Ran | null; shown: Shown | null }>

/** Runs a program; the last step has the outcome. `again`: the `code` option that runs it again, or null. */
export async function* runProgram(
  program: Program,
  input: string | null,
  again: string | null,
  context: RunContext,
): AsyncGenerator<Step, void> {
  const { request, sandbox, limits } = context
  yield { message: progress({ position: 0, output: [] }), ran: null, shown: null }
  const { note, ...planned } = await planVisits(program.code, program.files)
  const told = note === null ? program : { ...program, notes: [...program.notes, note] }
  const job = { ...jobOf(program, input), ...planned }
  try {
    for await (const seen of watch(sandbox, job, request.signal)) {
      if ('result' in seen) {
        const { result } = seen
        const { advice, raceable } = await advise(program, result, again, context)
        const picture = await drawn(program, result, context)
        const all = { program: told, input, result, advice, raceable, picture, again, limits }
        yield {
          message: report(all),
          ran: { program, result, advice: 'verdict' in advice ? advice : null },
          shown: { report: all, job },
        }
      } else yield { message: progress(seen), ran: null, shown: null }
    }
  } catch (error) {
    if (!(error instanceof SandboxUnavailableError)) throw error
    const advice = await context.advisor.advise(program.code, null, program.files)
    yield { message: unmeasured(advice), ran: { program, result: null, advice }, shown: null }
  }
}

/** Catches the advisor's errors, so that the learner always gets the output. */
async function advise(
  program: Program,
  result: RunResult,
  again: string | null,
  { advisor, bug }: Pick<RunContext, 'advisor' | 'bug'>,
): Promise<Pick<Report, 'advice' | 'raceable'>> {
  try {
    const advice = await advisor.advise(program.code, result, program.files)
    return { advice, raceable: again !== null && (await isRaceable(program, advice)) }
  } catch (error) {
    if (isUnread(error)) return { advice: { unread: error.message }, raceable: false }
    return { advice: { bug: bug(error) }, raceable: false }
  }
}
