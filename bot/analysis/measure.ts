/** The measures of a run that the verdict is based on (section 0 of the theory), without start-up. */
import type { RunResult, WaitKind } from '../../sandbox/sandbox.ts'
import { FILE_LINES, type Trace } from '../../sandbox/trace.ts'
import type { Facts } from './facts/facts.ts'
import { IMPORT_CPU_MS } from './libraries.ts'

export type Measures = Readonly<{
  result: RunResult
  trace: Trace | null
  /** The program ended by itself, or served and was asked to end. */
  finished: boolean
  /** Wall time without start-up and imports, ms. */
  wallMs: number
  /** CPU time of all processes without start-up and imports, ms. */
  cpuMs: number
  /** Average number of runnable threads: (CPU + queued) / wall. */
  demand: number
  /** Cores it actually got: CPU / wall. */
  coresUsed: number
  /** Share of the runnable time without a core: the machine was busy. */
  noise: number
  /** So much noise that times can't be trusted. It doesn't affect programs that hardly compute. */
  busy: boolean
  /** Sampled waiting of all threads, ms. */
  waiting: (kind: WaitKind) => number
  /** How much waiting went on at the same time, as a share of the wall time. */
  overlap: number
  /** The time if nothing overlapped: CPU time plus the waiting of every unit, ms. */
  sequentialMs: number
  /** Wall and CPU time by line, all threads together, ms. */
  line: (line: number) => Readonly<{ wallMs: number; cpuMs: number }>
  /** Waits of tasks at a line: how many, and their total and longest time, ms. */
  awaits: (line: number) => Waits
  /** The longest single wait of any thread, ms; 0 where none was sampled. */
  longestWaitMs: number
  /** All waits of all threads together, as `longestWaitMs` counts them, ms. */
  threadWaitsMs: number
  /** The longest block of the event loop that began at a line or was stuck there. */
  blockedAt: (line: number) => Block | null
  blocks: readonly Block[]
}>

export type Waits = Readonly<{ count: number; waitMs: number; longestMs: number }>

export type Block = Readonly<{
  lines: readonly number[]
  ms: number
  ready: number
  cpuShare: number | null
  coro: string
}>

const BANDS = { waiting: 0.45, computing: 0.8 } as const
/** Noise above which single numbers are not to be trusted. */
export const NOISY = 0.25
/** Share of the wall time spent without a core above which it affects the times. */
const NOTICED = 0.1

/** Statuses of programs that ended by themselves, or were asked to. */
const ENDED: ReadonlySet<RunResult['status']> = new Set(['ok', 'error', 'served'])

/** Derives the measures of a run from its result, with start-up and import time subtracted. */
export function measure(result: RunResult, facts: Facts): Measures {
  const { trace } = result
  const importMs = importCpuMs(result, facts)
  const start = result.startupMs + importMs
  const wallMs = Math.max(1, result.wallMs - start)
  const cpuMs = Math.max(0, result.cpuMs - start)
  const queuedMs = Math.min(result.queuedMs, result.wallMs * 50)
  const noise = queuedMs / Math.max(1, result.cpuMs + queuedMs)
  const lines = timesByLine(trace)
  const awaits = waitsByLine(trace, facts)
  // Before its first visitor, a server was only starting.
  const from = result.visits[0]?.startMs ?? 0
  const blocks = (trace?.blocks ?? [])
    .filter(({ atMs, ms }) => atMs + ms > from)
    .map(asBlock(facts.lineCount))
  const waitMs = unitWaitMs(result, awaits)
  const stretches = waitingStretches(result)
  return {
    result,
    trace,
    finished: ENDED.has(result.status),
    wallMs,
    cpuMs,
    demand: (cpuMs + queuedMs) / wallMs,
    coresUsed: cpuMs / wallMs,
    noise,
    busy: noise > NOISY && queuedMs > NOTICED * wallMs,
    waiting: (kind) => result.waiting[kind] ?? 0,
    overlap: waitMs / wallMs,
    sequentialMs: Math.max(wallMs, cpuMs + waitMs),
    line: (line) => lines.get(line) ?? { wallMs: 0, cpuMs: 0 },
    awaits: (line) => awaits.get(line) ?? { count: 0, waitMs: 0, longestMs: 0 },
    longestWaitMs: Math.max(0, ...stretches),
    threadWaitsMs: stretches.reduce((sum, ms) => sum + ms, 0),
    blocks,
    blockedAt: (line) => {
      const at = blocks.filter((block) => block.lines.includes(line))
      return at.toSorted((a, b) => b.ms - a.ms)[0] ?? null
    },
  }
}

/** Whether the program mostly waited: on average, fewer than 0.45 threads were runnable. */
export const isWaiting = (measures: Measures): boolean => measures.demand < BANDS.waiting
/** Whether the program mostly computed: on average, more than 0.8 threads were runnable. */
export const isComputing = (measures: Measures): boolean => measures.demand > BANDS.computing

/** CPU spent on `import` lines, by sampling; else by the table of what heavy imports cost. */
function importCpuMs(result: RunResult, facts: Facts): number {
  let table = 0
  for (const module of facts.modules) table += IMPORT_CPU_MS[module] ?? 0
  let sampled = 0
  for (const at of result.trace?.lines ?? []) {
    if (at.func === '<module>' && facts.importLines.has(at.line)) sampled += at.cpuMs
  }
  const importing = sampled > 0 ? sampled : table
  return Math.max(0, Math.min(importing, result.cpuMs - result.startupMs))
}

function timesByLine(trace: Trace | null): Map<number, { wallMs: number; cpuMs: number }> {
  const times = new Map<number, { wallMs: number; cpuMs: number }>()
  for (const { line, wallMs, cpuMs } of trace?.lines ?? []) {
    const before = times.get(line) ?? { wallMs: 0, cpuMs: 0 }
    times.set(line, { wallMs: before.wallMs + wallMs, cpuMs: before.cpuMs + cpuMs })
  }
  return times
}

/** Awaitables that only wait for other tasks of the same program, which isn't a wait of their own. */
const WAITS_FOR_TASKS = new Set([
  'gather',
  'acquire',
  'get',
  'put',
  'wait',
  'as_completed',
  '__aexit__',
  'join',
  '_wait',
  '_wait_for_one',
  'done',
  'runner',
  'main',
  'task',
  'Task',
])

function waitsByLine(trace: Trace | null, facts: Facts): Map<number, Waits> {
  // Inside httpx, a request waits for an internal event.
  const requests = new Set(
    facts.calls.filter((call) => call.library?.waits === 'network').map((call) => call.line),
  )
  const waits = new Map<number, Waits>()
  for (const task of trace?.tasks ?? []) {
    task.timeline.forEach(([startMs, lengthMs, line, awaited], i) => {
      if (WAITS_FOR_TASKS.has(awaited) && !requests.has(line)) return
      const end = task.timeline[i + 1]?.[0] ?? task.endMs ?? null
      if (end === null) return
      const before = waits.get(line) ?? { count: 0, waitMs: 0, longestMs: 0 }
      const waitMs = Math.max(0, end - startMs - lengthMs)
      waits.set(line, {
        count: before.count + 1,
        waitMs: before.waitMs + waitMs,
        longestMs: Math.max(before.longestMs, waitMs),
      })
    })
  }
  return waits
}

/** Waits of a thread that aren't for another thread or task. */
const OWN_WAITS: readonly WaitKind[] = ['sleep', 'network', 'disk', 'other']

/** How long each wait of each thread lasted, ms. */
function waitingStretches({ lanes }: RunResult): number[] {
  const waits = new Set<string>([...OWN_WAITS, 'child'])
  return lanes.flatMap(({ states, endMs }) =>
    states.flatMap(([startMs, state], i) =>
      waits.has(state) ? [Math.max(0, (states[i + 1]?.[0] ?? endMs) - startMs)] : [],
    ),
  )
}

/** The units' own waiting: of tasks where there are any, otherwise of threads outside locks. */
function unitWaitMs(result: RunResult, awaits: ReadonlyMap<number, Waits>): number {
  const threads = OWN_WAITS.reduce((sum, kind) => sum + (result.waiting[kind] ?? 0), 0)
  let tasks = 0
  for (const { waitMs } of awaits.values()) tasks += waitMs
  // A task that waits for a thread or child process is the same wait seen twice, so the longer total counts.
  return Math.max(threads, tasks)
}

/** Lines after the last one were added by Overlap, to start an app. */
const asBlock =
  (lineCount: number) =>
  (block: Trace['blocks'][number]): Block => ({
    lines: block.places
      .map((place) => place.line)
      .filter((line) => line <= lineCount || line > FILE_LINES),
    ms: block.ms,
    ready: block.ready,
    cpuShare: block.places[0]?.cpuShare ?? null,
    coro: block.coro,
  })
