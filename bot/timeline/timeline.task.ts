/** Draws a run and builds its trace on a worker thread, since many threads that switch often take a while. */
import type { RunResult } from '../../sandbox/sandbox.ts'
import type { SourceText } from '../lib/source-texts.ts'
import { timeline } from './timeline.ts'
import { traceEvents } from './trace-events.ts'

/** Draws a run, as `timeline` does. */
export function draw(
  code: string,
  result: RunResult,
  others: readonly SourceText[] = [],
): { svg: string; alt: string } {
  return timeline(code, result, others)
}

/** Returns a run as UTF-8 JSON in the Trace Event Format. */
export function trace(
  code: string,
  result: RunResult,
  others: readonly SourceText[] = [],
): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(traceEvents(code, result, others)))
}
