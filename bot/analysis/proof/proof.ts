/** What came of running a suggested change: only a change that was proved is shown as code. */
import { z } from 'zod'
import type { RunResult } from '../../../sandbox/sandbox.ts'

const PROOF_STATUSES = ['proved', 'differs', 'failed', 'not-tried'] as const

/** As printed by `overlap run --json` under `advice.proof`. */
export const proofSchema = z.object({
  /** `differs`: it ran and printed something else. `failed`: it ended badly, or was no faster. */
  status: z.enum(PROOF_STATUSES),
  /** One sentence. */
  reason: z.string(),
  /** Wall time of the program as it is, ms; null where nothing was tried. */
  beforeMs: z.number().nullable(),
  /** Wall time of the changed program, ms; null where it did not run to its end. */
  afterMs: z.number().nullable(),
  /** The whole changed program; null where it was not proved. */
  program: z.string().nullable(),
})

export type Proof = z.infer<typeof proofSchema>

/** `result` is the changed program's run, for its timeline; null where it was not proved. */
export type Proven = Readonly<{ proof: Proof; result: RunResult | null }>

export function notTried(reason: string): Proven {
  const proof = {
    status: 'not-tried',
    reason,
    beforeMs: null,
    afterMs: null,
    program: null,
  } as const
  return { proof, result: null }
}

/** A change to try: whole programs, the likeliest first. */
export type Proposal = Readonly<{
  /** `faster`: the same in less time. `fixed`: it ends well, and the finding is gone. */
  goal: 'faster' | 'fixed'
  /** What a fix fixes; null for a change of model. */
  finding: string | null
  /** What the program prints may change, as the mistake is in what it computes. */
  corrects: boolean
  /** The program may end with an error that was lost before. */
  reveals: boolean
  programs: readonly string[]
  /**
   * The program as it is with its clock readings delayed, so that a run of it shows what depends on the time; null where
   * it reads no clock.
   */
  clocked: string | null
}>

/** Why there is no change to try, in one sentence. */
export type NoProposal = Readonly<{ reason: string }>
