/** The verdict on a program, combining what the source says with what the run measured. */
import { z } from 'zod'
import { VERDICTS } from '../core/verdict.ts'
import { proofSchema } from './proof/proof.ts'

/**
 * `error`: certain, fix it first. `warning`: likely, shown with evidence. `hint`: one line. (A, B and C in the advice
 * notes.)
 */
export const SEVERITIES = ['error', 'warning', 'hint'] as const
export type Severity = (typeof SEVERITIES)[number]

/** As printed by `overlap run --json` under `advice`. */
export const adviceSchema = z.object({
  verdict: z.enum(VERDICTS),
  /** One plain sentence. */
  headline: z.string(),
  /** Sentences with numbers and lines, most significant first. */
  evidence: z.array(z.string()),
  findings: z.array(
    z.object({
      name: z.string(),
      severity: z.enum(SEVERITIES),
      line: z.number().int().nullable(),
      /** The file of `line`, where it isn't the main program. */
      file: z.string().optional(),
      message: z.string(),
      /** URL in the Python documentation. */
      docs: z.string(),
    }),
  ),
  /** The new lines of the proved program; null where no change was proved. */
  change: z.string().nullable(),
  /**
   * The most that the change can gain, with its assumption: a bound, not an average. Null where none can be computed.
   */
  prediction: z.string().nullable(),
  /** The result of running the change; absent before it was tried. */
  proof: proofSchema.optional(),
  /** There is nothing to gain, so the headline alone is enough. */
  quiet: z.boolean().optional(),
  /**
   * The run stopped because something was missing, such as a library: all but the headline's first sentence is from the
   * source.
   */
  unmeasured: z.boolean().optional(),
  /** The steps of the decision in words, for "Why?". */
  reasoning: z.array(z.string()).optional(),
})

export type Advice = z.infer<typeof adviceSchema>
export type Finding = Advice['findings'][number]
