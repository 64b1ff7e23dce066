/** Runs a suggested change, so that it is shown as code only if it works. */
import type { Limits } from '../../../sandbox/limits.ts'
import {
  Displaced,
  type Job,
  type RunResult,
  SandboxError,
  type SourceFile,
} from '../../../sandbox/sandbox.ts'
import { TooComplexError } from '../../lib/workers/errors.ts'
import type { Advice } from '../advice.ts'
import { failureOf } from '../errors.ts'
import { duration } from '../wording.ts'
import { PROOF_LIMITS } from './limits.ts'
import { compareOutputs, keepsOutput } from './output.ts'
import { type NoProposal, notTried, type Proposal, type Proven } from './proof.ts'
import { DELAYED_CLOCK } from './stopwatch.ts'

/** Thrown by `run` where the asker had enough proofs for now. */
export class NoBudget extends Error {
  override name = 'NoBudget'
}

/** A program, the job that it was run by, and what came of that. */
export type Tried = Readonly<{ code: string; job: Job; result: RunResult }>

export type Proving = Readonly<{
  /** Runs a job in the background. */
  run(job: Job): Promise<RunResult>
  propose(
    code: string,
    result: RunResult,
    files: readonly SourceFile[],
  ): Promise<Proposal | NoProposal>
  advise(code: string, result: RunResult, files: readonly SourceFile[]): Promise<Advice>
  limits: Limits
}>

/**
 * Tries the change that the advice on a program comes down to. Rejects where the request is given up, with what `run`,
 * `propose` and `advise` reject with; that the sandbox has no place for it is no error.
 */
export async function prove(tried: Tried, proving: Proving): Promise<Proven> {
  if (tried.result.status === 'served')
    return notTried("Changes to servers aren't tried automatically.")
  try {
    const proposal = await proving.propose(tried.code, tried.result, tried.job.files ?? [])
    if ('reason' in proposal) return notTried(proposal.reason)
    return await tryAll(tried, proposal, proving)
  } catch (error) {
    if (error instanceof NoBudget)
      return notTried('Enough changes were tried for you in the last minutes.')
    if (error instanceof TooComplexError) return notTried(error.message)
    if (error instanceof Displaced)
      return notTried('Others needed the sandbox, so the change was not tried.')
    if (error instanceof SandboxError)
      return notTried('The sandbox had no place to try the change.')
    throw error
  }
}

async function tryAll(tried: Tried, proposal: Proposal, proving: Proving): Promise<Proven> {
  const again = secondRun(tried, proposal, proving)
  let unproved: Proven | null = null
  for (const program of proposal.programs.slice(0, PROOF_LIMITS.programs)) {
    const proven = await tryOne(program, tried, proposal, again, proving)
    if (proven.proof.status === 'proved') return proven
    if (unproved?.proof.status !== 'differs') unproved = proven
  }
  return unproved ?? notTried('This change is too big to make automatically.')
}

/** The program as it is, run once more at most, and only where the outputs differ. */
function secondRun({ result, job }: Tried, { clocked }: Proposal, { run }: Proving) {
  let running: Promise<RunResult> | null = null
  const isTooLong = result.status !== 'ok' && result.wallMs > PROOF_LIMITS.againMs
  return async (): Promise<RunResult | null> => {
    if (isTooLong) return null
    running ??= run(
      clocked === null
        ? job
        : { ...job, code: clocked, files: [...(job.files ?? []), DELAYED_CLOCK] },
    )
    return running
  }
}

async function tryOne(
  program: string,
  tried: Tried,
  proposal: Proposal,
  again: () => Promise<RunResult | null>,
  proving: Proving,
): Promise<Proven> {
  const { result: before, job } = tried
  const wallMs = Math.min(proving.limits.wallMs, 1.2 * before.wallMs + PROOF_LIMITS.extraMs)
  const limits = proposal.goal === 'faster' ? { limits: { ...job.limits, wallMs } } : {}
  const once = () => proving.run({ ...job, ...limits, code: program })
  const isSlow = (run: RunResult) => proposal.goal === 'faster' && !isFaster(before, run)
  let after = await once()
  for (let left = PROOF_LIMITS.again; left > 0 && isSlow(after) && wasHeldUp(after); left -= 1) {
    const next = await once()
    if (next.status === 'ok' && next.wallMs < after.wallMs) after = next
  }
  const revealed = proposal.reveals && after.status === 'error' ? failureOf(after) : null
  const isDone = after.status === 'ok' || revealed !== null
  const times = { beforeMs: before.wallMs, afterMs: isDone ? after.wallMs : null }
  const not = (status: 'differs' | 'failed', reason: string): Proven => ({
    proof: { status, reason, ...times, program: null },
    result: null,
  })
  if (!isDone) return not('failed', `The changed program ${ended(after)}.`)
  if (isSlow(after))
    return not(
      'failed',
      `The changed program took ${duration(after.wallMs)}, which is no faster than ${duration(before.wallMs)}${wasHeldUp(after) ? ', but the machine was busy' : ''}.`,
    )
  const same = revealed
    ? `The error that was lost shows now: ${revealed.sentence}.`
    : await sameness(before, again, after, proposal)
  if (same === null) return not('differs', 'The changed program printed something else.')
  if (proposal.goal === 'fixed' && (after.trace?.threadErrors ?? []).length > 0)
    return not('failed', 'A thread of the changed program ended with an error.')
  if (proposal.finding !== null) {
    const { findings } = await proving.advise(program, after, job.files ?? [])
    const isLeft = findings.some(
      ({ name, severity }) => name === proposal.finding && severity === 'error',
    )
    if (isLeft) return not('failed', 'The changed program still has the mistake.')
  }
  const reason = `${same}${quiet(after)}`
  return { proof: { status: 'proved', reason, ...times, program }, result: after }
}

/** Of what went on to the time limit, any end is faster. */
function isFaster(before: RunResult, after: RunResult): boolean {
  const savedMs = before.wallMs - after.wallMs
  return savedMs >= PROOF_LIMITS.savedMs && savedMs >= PROOF_LIMITS.savedShare * before.wallMs
}

/** It wanted a core and had none for long enough to show in its time. */
const wasHeldUp = ({ queuedMs, wallMs }: RunResult): boolean =>
  queuedMs > PROOF_LIMITS.heldUpShare * wallMs

function ended(result: RunResult): string {
  const failure = failureOf(result)
  if (failure) return `ended with ${failure.sentence}`
  return result.status === 'timeout'
    ? `had not ended after ${duration(result.wallMs)}`
    : 'did not run to its end'
}

/** What is the same, in a sentence; null where too much is not. */
async function sameness(
  before: RunResult,
  again: () => Promise<RunResult | null>,
  after: RunResult,
  { goal, corrects }: Proposal,
): Promise<string | null> {
  if (before.status !== 'ok' || corrects) return kept(before, again, after, goal)
  const first = compareOutputs(before, null, after)
  if (first === 'same') return 'Same output.'
  const second = compareOutputs(before, await again(), after)
  if (second === 'same') return 'Same output, apart from what differs from run to run.'
  if (second === 'reordered')
    return 'Same output, with some lines in another order, as the calls overlap.'
  return null
}

/** The program did not come to its end, or was wrong: what it printed until then has to be there still. */
async function kept(
  before: RunResult,
  again: () => Promise<RunResult | null>,
  after: RunResult,
  goal: Proposal['goal'],
): Promise<string | null> {
  if (before.status === 'ok') return 'It runs to its end, and the mistake is gone.'
  if (!keepsOutput(before, null, after) && !keepsOutput(before, await again(), after)) return null
  return goal === 'faster'
    ? 'It runs to its end; what the program printed until it was stopped is the same.'
    : 'It runs to its end, and what the program printed before is the same.'
}

const quiet = ({ neighbours }: RunResult): string =>
  neighbours > 0 ? ' Other programs were running, so times are approximate.' : ''
