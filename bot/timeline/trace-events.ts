/** Exports a run in the Trace Event Format, which Perfetto and chrome://tracing open. */
import type { RunResult } from '../../sandbox/sandbox.ts'
import { FILE_LINES } from '../../sandbox/trace.ts'
import type { SourceText } from '../lib/source-texts.ts'
import type { Row, Stretch } from './row.ts'
import { rowsOf } from './rows.ts'
import { type Source, sourceOf, withFiles } from './source.ts'
import { STATES } from './states.ts'

/** Times are in microseconds since the start of the program. */
type TraceEvent = Readonly<{
  /** `X`: lasts from `ts` for `dur`; `i`: an instant; `M`: metadata such as names. */
  ph: 'X' | 'i' | 'M'
  name: string
  cat?: string
  pid: number
  tid: number
  ts: number
  dur?: number
  /** For an instant: scoped to its thread. */
  s?: 't'
  args: Readonly<Record<string, string | number>>
}>

export type TraceFile = Readonly<{
  traceEvents: readonly TraceEvent[]
  displayTimeUnit: 'ms'
  otherData: Readonly<Record<string, string | number>>
}>

/**
 * Exports the lanes of the picture, ungrouped and complete: event loop and threads, asyncio tasks, and processes.
 * Each stretch is an event with its line and the call that it waited in.
 */
export function traceEvents(
  code: string,
  result: RunResult,
  others: readonly SourceText[] = [],
): TraceFile {
  const source = sourceOf(code, result.trace, others)
  const events = rowsOf(source, result).flatMap((row, index) => laneEvents(row, index + 1, source))
  return {
    traceEvents: [...GROUPS.flatMap(groupEvents), ...events],
    displayTimeUnit: 'ms',
    otherData: {
      program: 'main.py',
      status: result.status,
      python: result.python,
      wallMs: result.wallMs,
      cpuMs: result.cpuMs,
    },
  }
}

/** The format only has processes and threads, so each kind of lane becomes a process. */
const GROUPS = [
  { pid: 1, name: 'main.py', kinds: ['loop', 'thread'] },
  { pid: 2, name: 'asyncio tasks', kinds: ['task'] },
  { pid: 3, name: 'other processes', kinds: ['process'] },
] as const satisfies readonly Readonly<{
  pid: number
  name: string
  kinds: readonly Row['kind'][]
}>[]

function groupEvents({ pid, name }: (typeof GROUPS)[number]): readonly TraceEvent[] {
  return [
    naming('process_name', pid, 0, { name }),
    naming('process_sort_index', pid, 0, { sort_index: pid }),
  ]
}

function laneEvents(row: Row, tid: number, source: Source): readonly TraceEvent[] {
  const { pid } = GROUPS.find(({ kinds }) => kinds.some((kind) => kind === row.kind)) ?? GROUPS[0]
  const name = row.line ? withFiles(`${row.name} (line ${row.line})`, source) : row.name
  const end = row.stretches.at(-1)?.to ?? 0
  return [
    naming('thread_name', pid, tid, { name }),
    naming('thread_sort_index', pid, tid, { sort_index: tid }),
    ...row.stretches.map((stretch) => stretchEvent(stretch, pid, tid, source)),
    ...(row.ending === 'ended' ? [] : [ending(row.ending, end, pid, tid)]),
  ]
}

function stretchEvent(
  { from, to, state, line, what }: Stretch,
  pid: number,
  tid: number,
  source: Source,
): TraceEvent {
  const { legend } = STATES[state]
  const text = source.line(line)
  return {
    ph: 'X',
    name: what === '' || what === legend ? legend : `${legend}: ${what}`,
    cat: state,
    pid,
    tid,
    ts: microseconds(from),
    dur: microseconds(to) - microseconds(from),
    args: line > 0 ? { file: source.file(line), line: line % FILE_LINES, source: text } : {},
  }
}

function ending(how: Exclude<Row['ending'], 'ended'>, at: number, pid: number, tid: number) {
  return {
    ph: 'i',
    name: how,
    cat: 'end',
    pid,
    tid,
    ts: microseconds(at),
    s: 't',
    args: {},
  } as const
}

function naming(
  name: 'process_name' | 'process_sort_index' | 'thread_name' | 'thread_sort_index',
  pid: number,
  tid: number,
  args: TraceEvent['args'],
): TraceEvent {
  return { ph: 'M', name, pid, tid, ts: 0, args }
}

function microseconds(ms: number): number {
  return Math.round(ms * 1000)
}
