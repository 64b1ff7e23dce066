/** The report of a run, extended with the result of trying the suggested change in the background. */
import type { Job, RunResult } from '../../../sandbox/sandbox.ts'
import type { Advisor } from '../../analysis/advisor.ts'
import { withProof } from '../../analysis/proof/complete.ts'
import type { Proven } from '../../analysis/proof/proof.ts'
import { NoBudget, prove } from '../../analysis/proof/prove.ts'
import type { Context } from '../../core/command.ts'
import type { Message } from '../../core/message.ts'
import { drawn, isUnread } from './drawn.ts'
import { report } from './report.ts'
import type { RunDeps, Shown } from './run-program.ts'

export type ProofDeps = RunDeps & Readonly<{ advisor: Pick<Advisor, 'advise' | 'propose'> }>

/** Tries the suggested change and returns the extended report; null if there is nothing to add. Never throws. */
export async function completed(
  shown: Shown,
  context: Context & ProofDeps,
): Promise<Message | null> {
  const { program, advice } = shown.report
  if (!('verdict' in advice)) return null
  const proven = await proofOf(shown, context)
  if (!proven || proven.proof.status === 'not-tried') return null
  const { proof, result } = proven
  const changed = proof.program === null ? null : { ...program, code: proof.program }
  const changedPicture = changed && result ? await drawn(changed, result, context) : null
  const whole = withProof(advice, program.code, proof)
  return report({ ...shown.report, advice: whole, changedPicture })
}

async function proofOf(
  { report: { program, result }, job }: Shown,
  context: Context & ProofDeps,
): Promise<Proven | null> {
  const { request, advisor, sandbox, limits, take, bug } = context
  let isPaid = false
  const run = async (job: Job): Promise<RunResult> => {
    if (!isPaid && (await take('proof')) > 0) throw new NoBudget()
    isPaid = true
    return sandbox.run({ ...job, background: true }, { signal: request.signal })
  }
  try {
    return await prove({ code: program.code, job, result }, { ...advisor, run, limits })
  } catch (error) {
    // The first report stays as it is.
    if (!request.signal.aborted && !isUnread(error)) bug(error)
    return null
  }
}
