/** Draws the picture of a run. */
import type { RunResult } from '../../sandbox/sandbox.ts'
import { offThread } from '../lib/workers/workers.ts'

const call = offThread<typeof import('./timeline.task.ts')>(
  new URL('./timeline.task.ts', import.meta.url),
)

/** `svg` stands alone in light colours; `alt` says in words what is seen. Rejects where it takes too long. */
export function draw(code: string, result: RunResult): Promise<{ svg: string; alt: string }> {
  return call('draw', code, { ...result, files: [], output: [] })
}
