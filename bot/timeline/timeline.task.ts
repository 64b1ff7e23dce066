/** The picture of a run and its trace, on a worker thread: many threads that flicker take a while. */
import type { RunResult } from '../../sandbox/sandbox.ts'
import type { SourceText } from '../lib/source-texts.ts'
import { timeline } from './timeline.ts'
import { traceEvents } from './trace-events.ts'

export function draw(
  code: string,
  result: RunResult,
  others: readonly SourceText[] = [],
): { svg: string; alt: string } {
  return timeline(code, result, others)
}

export function trace(
  code: string,
  result: RunResult,
  others: readonly SourceText[] = [],
): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(traceEvents(code, result, others)))
}
