/** The verdict on a program: what the source says joined with what the run measured. */
import { z } from 'zod'
import { VERDICTS } from '../core/verdict.ts'
import { proofSchema } from './proof/proof.ts'

/** `error`: certain, mend first. `warning`: likely, shown with evidence. `hint`: one line. (A, B and C of the advice notes.) */
export const SEVERITIES = ['error', 'warning', 'hint'] as const
export type Severity = (typeof SEVERITIES)[number]

/** As printed by `overlap run --json` under `advice`. */
export const adviceSchema = z.object({
  verdict: z.enum(VERDICTS),
  /** One plain sentence. */
  headline: z.string(),
  /** Sentences with numbers and lines, most telling first. */
  evidence: z.array(z.string()),
  findings: z.array(
    z.object({
      name: z.string(),
      severity: z.enum(SEVERITIES),
      line: z.number().int().nullable(),
      /** Of several files, the one that `line` is in, where it isn't the main program. */
      file: z.string().optional(),
      message: z.string(),
      /** Address in the Python documentation. */
      docs: z.string(),
    }),
  ),
  /** The lines of the proved program that are new; null where no change was proved. */
  change: z.string().nullable(),
  /** The best that the change can bring, with its assumption in words: a bound, never a mean. Null where none can be computed. */
  prediction: z.string().nullable(),
  /** What came of running the change; absent before it was tried. */
  proof: proofSchema.optional(),
  /** Nothing is to be gained: the headline alone says all that is needed. */
  quiet: z.boolean().optional(),
  /** The run stopped for want of something, such as a library: all but the headline's first sentence is from the source. */
  unmeasured: z.boolean().optional(),
  /** The steps of the decision in words, for those who ask why. */
  reasoning: z.array(z.string()).optional(),
})

export type Advice = z.infer<typeof adviceSchema>
export type Finding = Advice['findings'][number]
