/** Draws the picture of a run on a worker thread. */
import type { Job, RunResult } from '../../sandbox/sandbox.ts'
import { sourcesOf } from '../lib/source-texts.ts'
import { offThread } from '../lib/workers/workers.ts'

const call = offThread<typeof import('./timeline.task.ts')>(
  new URL('./timeline.task.ts', import.meta.url),
)

type Program = Readonly<{ code: string; files: NonNullable<Job['files']> }>

/**
 * Draws a run as an SVG that works on its own in the light theme, with `alt` as its description.
 *
 * @throws {TooComplexError} when drawing takes too long.
 * @throws {UserError} when too many texts are waiting.
 */
export function draw(
  { code, files }: Program,
  result: RunResult,
): Promise<{ svg: string; alt: string }> {
  return call('draw', code, { ...result, files: [], output: [] }, sourcesOf(files))
}

/**
 * Returns a run as UTF-8 JSON in the Trace Event Format, for Perfetto.
 *
 * @throws {TooComplexError} when building it takes too long.
 * @throws {UserError} when too many texts are waiting.
 */
export function traceOf({ code, files }: Program, result: RunResult): Promise<Uint8Array> {
  return call('trace', code, { ...result, files: [], output: [] }, sourcesOf(files))
}
