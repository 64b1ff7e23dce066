/** The picture of a run, on a worker thread: many threads that flicker take a while to draw. */
import type { RunResult } from '../../sandbox/sandbox.ts'
import { timeline } from './timeline.ts'

export function draw(code: string, result: RunResult): { svg: string; alt: string } {
  return timeline(code, result)
}
