/** From a run's result to rows of stretches: what each task, thread and process did when. */
import type { Lane, RunResult } from '../../sandbox/sandbox.ts'
import type { Trace } from '../../sandbox/trace.ts'
import { awaitedState, lastName, type State } from './states.ts'

/** Times in ms since the start of the program. `line` is 0 where it is unknown. */
export type Stretch = Readonly<{
  from: number
  to: number
  state: State
  line: number
  /** Innermost function of a wait or a block (`sleep`, `get`, `time.sleep`); may be empty. */
  what: string
}>

export type Row = Readonly<{
  kind: 'loop' | 'task' | 'thread' | 'process'
  /** From the learner's code: untrusted. */
  name: string
  line: number
  /** Only while it lived. */
  stretches: readonly Stretch[]
  ending: 'ended' | 'error' | 'cancelled' | 'unfinished'
  cpuMs: number
}>

/** Tasks that asyncio itself makes. */
const INTERNAL = /^BaseEventLoop\./
/** A step longer than this is drawn as a block of the loop; the same bound as in the tracer. */
const BLOCK_MS = 50
/** Steps longer than this can hold up a task that is ready. */
const BUSY_MS = 5
/** What follows within this time follows at once. */
const AT_ONCE_MS = 2
/** Threads that wait longer than this for a lock wait for another than the interpreter's. */
const GIL_WAIT_MS = 200

/** All rows, the event loop first, then its tasks, threads, and processes, each in order of birth. */
export function rowsOf(result: RunResult): readonly Row[] {
  const { trace, wallMs } = result
  const main = mainLane(result.lanes)
  const tasks = trace ? taskRows(trace, wallMs) : []
  const threads = [...result.lanes]
    .sort((a, b) => a.startMs - b.startMs || a.tid - b.tid)
    .map((lane) => laneRow(lane, result, main))
  const kinds = ['loop', 'task', 'thread', 'process'] as const
  const rows = [...threads.filter(isLoop), ...tasks, ...threads.filter((row) => !isLoop(row))]
  return kinds.flatMap((kind) => rows.filter((row) => row.kind === kind))
}

const isLoop = (row: Row) => row.kind === 'loop'

function taskRows(trace: Trace, wallMs: number): readonly Row[] {
  const busy = busyChains(trace)
  return trace.tasks
    .filter((task) => !INTERNAL.test(task.coro))
    .sort((a, b) => a.bornMs - b.bornMs)
    .map((task) => taskRow(task, trace, busy, wallMs))
}

type Task = Trace['tasks'][number]
type Span = Readonly<{ from: number; to: number }>

/** A task is ready until its first step, then it runs and waits by turns. */
function taskRow(task: Task, trace: Trace, busy: readonly Span[], wallMs: number): Row {
  const end = Math.min(task.endMs ?? wallMs, wallMs)
  const steps = [...task.timeline].sort((a, b) => a[0] - b[0])
  const stretches: Stretch[] = []
  const first = steps[0]?.[0] ?? end
  if (first - task.bornMs > 0) {
    stretches.push({ from: task.bornMs, to: first, state: 'ready', line: task.madeAt, what: '' })
  }
  steps.forEach(([at, length, line, what], index) => {
    const next = steps[index + 1]?.[0] ?? end
    const to = at + length
    stretches.push(runningStretch(at, to, line, trace))
    if (next > to) stretches.push(...waitStretches({ from: to, to: next }, line, what, task, busy))
  })
  return {
    kind: 'task',
    name: /^Task-\d+$/.test(task.name) || !task.name ? lastName(task.coro) : task.name,
    line: task.madeAt,
    stretches: within(stretches, wallMs),
    ending: task.state === 'pending' ? 'unfinished' : task.state === 'ok' ? 'ended' : task.state,
    cpuMs: task.runMs,
  }
}

function runningStretch(from: number, to: number, line: number, trace: Trace): Stretch {
  if (to - from < BLOCK_MS) return { from, to, state: 'running', line, what: '' }
  const block = trace.blocks.find((one) => one.atMs <= to && one.atMs + one.ms >= from)
  return { from, to, state: 'blocked', ...blamed(block, trace) }
}

/** The line that blocked, and the call in it if the audit hook saw one. */
function blamed(block: Trace['blocks'][number] | undefined, trace: Trace) {
  const place = block?.places[0]
  if (!place) return { line: 0, what: '' }
  const call = trace.calls.find((one) => one.line === place.line && one.inLoop)
  const computes = place.cpuShare !== null && place.cpuShare > 0.5
  return { line: place.line, what: call?.event || place.leaf || (computes ? 'computes' : '') }
}

/** A wait for the outside that ends right after the loop was busy was held up by the loop. */
function waitStretches(
  { from, to }: Span,
  line: number,
  what: string,
  task: Task,
  busy: readonly Span[],
): readonly Stretch[] {
  const state = awaitedState(what, task.coro)
  const wait = { from, to, state, line, what }
  if (state === 'tasks' || state === 'lock' || state === 'other') return [wait]
  const chain = lastBefore(busy, to - 0.01)
  if (!chain || chain.to < to - AT_ONCE_MS || chain.from >= to) return [wait]
  const held = Math.max(from, chain.from)
  const parts: readonly Stretch[] = [
    { ...wait, to: held },
    { ...wait, from: held, state: 'ready' },
  ]
  return parts.filter((part) => part.to > part.from)
}

/** Stretches in which the loop went from one long step to the next without a pause. */
function busyChains(trace: Trace): readonly Span[] {
  const steps = [
    ...trace.tasks.flatMap((task) =>
      task.timeline.map(([at, length]) => ({ from: at, to: at + length })),
    ),
    ...trace.blocks.map((block) => ({ from: block.atMs, to: block.atMs + block.ms })),
  ]
    .filter((step) => step.to - step.from > BUSY_MS)
    .sort((a, b) => a.from - b.from)
  const chains: { from: number; to: number }[] = []
  for (const step of steps) {
    const last = chains.at(-1)
    if (last && step.from <= last.to + AT_ONCE_MS) last.to = Math.max(last.to, step.to)
    else chains.push({ ...step })
  }
  return chains
}

/** The last span that starts before `at`; `spans` are sorted. */
function lastBefore(spans: readonly Span[], at: number): Span | undefined {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.from ?? Number.POSITIVE_INFINITY) < at) low = middle + 1
    else high = middle
  }
  return spans[low - 1]
}

function mainLane(lanes: readonly Lane[]): Lane | undefined {
  return [...lanes].sort((a, b) => a.startMs - b.startMs || a.pid - b.pid || a.tid - b.tid)[0]
}

function laneRow(lane: Lane, result: RunResult, main: Lane | undefined): Row {
  const { trace, wallMs } = result
  const loop = lane === main && (trace?.loops ?? 0) > 0
  const home = lane.pid === main?.pid
  const stretches = laneStretches(lane, gilSuspects(lane, result))
  const { name, line } = laneName(lane, result, main)
  return {
    kind: loop ? 'loop' : home ? 'thread' : 'process',
    name,
    line,
    stretches: within(loop && trace ? withBlocks(stretches, trace) : stretches, wallMs),
    ending: lane.endMs >= wallMs - BLOCK_MS && result.status === 'timeout' ? 'unfinished' : 'ended',
    cpuMs: lane.cpuMs,
  }
}

function laneStretches(lane: Lane, mayWaitForGil: boolean): readonly Stretch[] {
  const states = [...lane.states].sort((a, b) => a[0] - b[0])
  const stretches = states.map(([from, state], index) => {
    const to = states[index + 1]?.[0] ?? lane.endMs
    return { from, to, state, line: 0, what: '' }
  })
  return mayWaitForGil ? withGilWaits(joined(stretches)) : stretches
}

/** Short waits for a lock between computing are waits for the interpreter's. */
function withGilWaits(stretches: readonly Stretch[]): readonly Stretch[] {
  const works = (at: number) => ['running', 'ready'].includes(stretches[at]?.state ?? '')
  const gil = stretches.map((stretch, index): Stretch => {
    const short = stretch.state === 'lock' && stretch.to - stretch.from < GIL_WAIT_MS
    return short && (works(index - 1) || works(index + 1))
      ? { ...stretch, state: 'ready', what: 'GIL' }
      : stretch
  })
  return joined(gil)
}

function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const kept: Stretch[] = []
  for (const stretch of stretches) {
    const last = kept.at(-1)
    if (last?.state === stretch.state) kept[kept.length - 1] = { ...last, to: stretch.to }
    else kept.push(stretch)
  }
  return kept
}

/** From outside, waiting for the interpreter lock looks like waiting for any lock; threads that compute together wait for it. */
function gilSuspects(lane: Lane, { lanes, trace }: RunResult): boolean {
  const computes = (one: Lane) => one.cpuMs > (one.endMs - one.startMs) / 10
  return (
    trace?.gil !== false &&
    computes(lane) &&
    lanes.some((other) => other !== lane && other.pid === lane.pid && computes(other))
  )
}

function laneName(lane: Lane, { lanes, trace }: RunResult, main: Lane | undefined) {
  if (lane === main) return { name: (trace?.loops ?? 0) > 0 ? 'event loop' : 'main', line: 0 }
  if (lane.pid !== main?.pid) {
    const processes = [
      ...new Set([...lanes].sort((a, b) => a.startMs - b.startMs).map((one) => one.pid)),
    ]
    const thread = lanes.some((one) => one.pid === lane.pid && one.tid < lane.tid) ? ' thread' : ''
    return { name: lane.command ?? `process ${processes.indexOf(lane.pid)}${thread}`, line: 0 }
  }
  const known = trace?.threadNames.find((one) => one.tid === lane.tid)
  if (!known) return { name: 'thread', line: 0 }
  const pool =
    /^ThreadPoolExecutor-\d+_(\d+)$/.exec(known.name) ?? /^asyncio_(\d+)$/.exec(known.name)
  const name = pool ? `pool ${Number(pool[1]) + 1}` : lastName(known.target) || known.name
  return { name, line: busiestLine(known.name, trace) }
}

/** The line of the learner's code where a thread spent most of its time. */
function busiestLine(thread: string, trace: Trace | null): number {
  const lines = trace?.lines.filter((one) => one.thread === thread && one.line > 0) ?? []
  return lines.sort((a, b) => b.wallMs - a.wallMs)[0]?.line ?? 0
}

/** The loop's own lane, with its long steps in place of what they looked like from outside. */
function withBlocks(stretches: readonly Stretch[], trace: Trace): readonly Stretch[] {
  const blocks = trace.blocks
    .map((block) => ({
      from: block.atMs,
      to: block.atMs + block.ms,
      state: 'blocked' as const,
      ...blamed(block, trace),
    }))
    .sort((a, b) => a.from - b.from)
  const rest = blocks.reduce<readonly Stretch[]>(
    (kept, block) => kept.flatMap((one) => without(one, block)),
    stretches,
  )
  return [...rest, ...blocks].sort((a, b) => a.from - b.from)
}

function without(stretch: Stretch, hole: Span): readonly Stretch[] {
  if (hole.to <= stretch.from || hole.from >= stretch.to) return [stretch]
  return [
    { ...stretch, to: hole.from },
    { ...stretch, from: hole.to },
  ].filter((part) => part.to > part.from)
}

/** Forged times end at the run's edges, and no stretch begins before the last one ended. */
function within(stretches: readonly Stretch[], wallMs: number): readonly Stretch[] {
  const kept: Stretch[] = []
  let last = 0
  for (const stretch of stretches) {
    const from = Math.min(Math.max(stretch.from, last), wallMs)
    const to = Math.min(Math.max(stretch.to, from), wallMs)
    last = to
    if (to > from || (stretch.state === 'running' && from < wallMs))
      kept.push({ ...stretch, from, to })
  }
  return kept
}
