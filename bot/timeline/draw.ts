/** Draws the picture of a run. */
import type { Job, RunResult } from '../../sandbox/sandbox.ts'
import { sourcesOf } from '../lib/source-texts.ts'
import { offThread } from '../lib/workers/workers.ts'

const call = offThread<typeof import('./timeline.task.ts')>(
  new URL('./timeline.task.ts', import.meta.url),
)

type Program = Readonly<{ code: string; files: NonNullable<Job['files']> }>

/** `svg` stands alone in light colours; `alt` says in words what is seen. Rejects where it takes too long. */
export function draw(
  { code, files }: Program,
  result: RunResult,
): Promise<{ svg: string; alt: string }> {
  return call('draw', code, { ...result, files: [], output: [] }, sourcesOf(files))
}

/** The run as JSON in the Trace Event Format, for Perfetto. Rejects where it takes too long. */
export function traceOf({ code, files }: Program, result: RunResult): Promise<Uint8Array> {
  return call('trace', code, { ...result, files: [], output: [] }, sourcesOf(files))
}
