/** What the clock beside the learner's program wrote down. It could be forged: checked in shape and against the run. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { RunResult, SourceFile } from '../../../sandbox/sandbox.ts'

const recordSchema = z.object({
  /** How often the loop was done to its end; 0 when it was begun only. */
  turns: z.number().int().min(0).max(1e9),
  /** Of all those together. */
  seconds: z.number().min(0).max(1e5),
  items: z.number().int().min(0).max(1e9),
  /** The same for equal results in the same order. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Types of results that have no equality of their own. */
  opaque: z.array(z.string().max(80)).max(3),
  /** There was more than was looked at. */
  clipped: z.boolean(),
})

export type Record = z.infer<typeof recordSchema>

const NAME = '!race.json'
const BYTES = 2_000

const source = readFileSync(new URL('overlap_race.py', import.meta.url), 'utf8')

/** Compiled under a name outside the work folder, so that the tracer does not take its lines for the learner's. */
export const CLOCK: SourceFile = {
  name: 'overlap_race.py',
  content: new TextEncoder().encode(`exec(compile(${JSON.stringify(source)}, "<race>", "exec"))\n`),
}

/** Null when the loop was never begun, or the record cannot be true. */
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
