/**
 * Reads the times that `overlap_race.py` recorded in the sandbox. The program could forge them, so they are
 * validated and checked against the run.
 */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { RunResult, SourceFile } from '../../../sandbox/sandbox.ts'

const recordSchema = z.object({
  /** How often the loop finished; 0 if it only started. */
  turns: z.number().int().min(0).max(1e9),
  /** Total time of all turns. */
  seconds: z.number().min(0).max(1e5),
  items: z.number().int().min(0).max(1e9),
  /** Hash of the results in order; equal for equal results. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Types of results that don't define equality. */
  opaque: z.array(z.string().max(80)).max(3),
  /** Whether there were more results than were looked at. */
  clipped: z.boolean(),
})

export type Record = z.infer<typeof recordSchema>

const NAME = '!race.json'
const BYTES = 2_000

const source = readFileSync(new URL('overlap_race.py', import.meta.url), 'utf8')

/** Compiled under a name outside the work folder, so that the tracer doesn't mistake its lines for the learner's. */
export const CLOCK: SourceFile = {
  name: 'overlap_race.py',
  content: new TextEncoder().encode(`exec(compile(${JSON.stringify(source)}, "<race>", "exec"))\n`),
}

/** The record of a run; null if the loop never started or the record can't be true. */
export function recordOf({ files, wallMs }: RunResult): Record | null {
  const file = files.find(({ name }) => name === NAME)
  if (!file || file.content.byteLength > BYTES) return null
  const parsed = recordSchema.safeParse(asJson(file.content))
  return parsed.success && parsed.data.seconds * 1000 <= wallMs ? parsed.data : null
}

function asJson(content: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(content))
  } catch {
    return null
  }
}
