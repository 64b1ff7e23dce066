/** Literal results of runs, for tests of what the advisor makes of them. */
import type { RunResult } from '../../sandbox/sandbox.ts'
import { SILENT_TRACE, type Trace } from '../../sandbox/trace.ts'

const SILENT: Trace = { ...SILENT_TRACE, state: 'exit' }

/** A run of one second that mostly waited, but for what `seen` and `trace` say. */
export function ran(seen: Partial<RunResult> = {}, trace: Partial<Trace> = {}): RunResult {
  return {
    status: 'ok',
    exitCode: 0,
    signal: null,
    output: [],
    droppedBytes: 0,
    wallMs: 1000,
    cpuMs: 20,
    queuedMs: 0,
    peakMemoryBytes: 10_000_000,
    processes: 1,
    threads: 1,
    waiting: {},
    lanes: [],
    practiceHosts: [],
    visits: [],
    files: [],
    python: '3.11.2',
    libraries: [],
    startupMs: 10,
    cores: 2,
    neighbours: 0,
    trace: { ...SILENT, ...trace },
    ...seen,
  }
}

/** A run that computed for a second. */
export const computed = (trace: Partial<Trace> = {}): RunResult => ran({ cpuMs: 1010 }, trace)

export const timedOut = (trace: Partial<Trace> = {}): RunResult =>
  ran({ status: 'timeout', exitCode: null, wallMs: 10_000 }, { state: 'deadline', ...trace })

/** The program ended with this traceback. */
export const failedWith = (error: string, line = 3): RunResult =>
  ran({
    status: 'error',
    exitCode: 1,
    output: [
      {
        stream: 'stderr',
        text: `Traceback (most recent call last):\n  File "/work/main.py", line ${line}, in <module>\n    f()\n${error}\n`,
      },
    ],
  })

type Block = Trace['blocks'][number]

/** The event loop was held for `ms` at a line. */
export const held = (line: number, ms: number, cpuShare = 0, ready = 2): Block => ({
  atMs: 100,
  ms,
  coro: 'main',
  ready,
  places: [{ line, func: 'main', leaf: '', samples: 10, cpuShare }],
})
