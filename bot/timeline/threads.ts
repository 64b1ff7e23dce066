/** Rows for threads and processes, measured from outside; only their names come from the learner's process. */
import type { Lane, RunResult } from '../../sandbox/sandbox.ts'
import type { Trace } from '../../sandbox/trace.ts'
import { BLOCK_MS, type Row, type Stretch } from './row.ts'
import type { Source } from './source.ts'
import { lastName } from './states.ts'
import { blamed } from './tasks.ts'

/** Threads that Python's own libraries start, by the function that they run. */
const INTERNAL = /^(ThreadedChildWatcher|BaseEventLoop|Queue)\._/
const POOL_THREAD = /^(?:ThreadPoolExecutor-\d+|asyncio)_(\d+)$/
/** A thread that waits longer than this for a lock, in ms, waits for one other than the GIL. */
const GIL_WAIT_MS = 200

/**
 * Returns a row for each thread and process. In a program with an event loop, the main thread is that loop, and the
 * long steps in `tasks` show where it was blocked.
 */
export function threadRows(
  source: Source,
  result: RunResult,
  tasks: readonly Row[],
): readonly Row[] {
  const lanes = [...result.lanes].sort((a, b) => a.startMs - b.startMs || a.tid - b.tid)
  const main = lanes[0]
  if (!main && tasks.length === 0) return [unsampled(result)]
  const pids = [...new Set(lanes.map((lane) => lane.pid))]
  return lanes.flatMap((lane): readonly Row[] => {
    const stretches = stretchesOf(lane, result)
    const shared = {
      line: 0,
      cpuMs: lane.cpuMs,
      ending: stopped(lane, result) ? ('unfinished' as const) : ('ended' as const),
    }
    if (lane === main && (result.trace?.loops ?? 0) > 0) {
      const blocks = withBlocks(source, stretches, result.trace, tasks)
      return [{ ...shared, kind: 'loop', name: 'event loop', stretches: blocks }]
    }
    if (lane === main) return [{ ...shared, kind: 'thread', name: 'main', stretches }]
    if (lane.pid !== main?.pid) {
      const name = processName(lane, pids.indexOf(lane.pid))
      return [{ ...shared, kind: 'process', name, stretches }]
    }
    return threadRow(lane, result.trace, { ...shared, kind: 'thread', name: 'thread', stretches })
  })
}

/** A program that ended before the first sample counts as running throughout. */
function unsampled({ wallMs, cpuMs }: RunResult): Row {
  const stretch = { from: 0, to: wallMs, state: 'running', line: 0, what: '' } as const
  return { kind: 'thread', name: 'main', line: 0, stretches: [stretch], ending: 'ended', cpuMs }
}

function stopped(lane: Lane, { status, wallMs }: RunResult): boolean {
  return status === 'timeout' && lane.endMs >= wallMs - 3 * BLOCK_MS
}

function processName({ pid, tid, command }: Lane, number: number): string {
  return command ?? (tid === pid ? `process ${number}` : `process ${number} thread`)
}

/** Names a thread by its target and its busiest line, if the trace has them. */
function threadRow({ tid }: Lane, trace: Trace | null, row: Row): readonly Row[] {
  const known = trace?.threadNames.find((one) => one.tid === tid)
  if (!trace || !known) return [row]
  const pool = POOL_THREAD.exec(known.name)
  const line = busiestLine(known.name, trace)
  // A library's subclass of Thread has no target and no line in the learner's code.
  if (INTERNAL.test(known.target) || (!pool && !known.target && line === 0)) return []
  const name = pool ? `pool ${Number(pool[1]) + 1}` : lastName(known.target) || known.name
  const stuck = trace.stuckThreads.find((one) => one.name === known.name)
  const stretches =
    stuck && row.ending === 'unfinished' ? endingAt(row.stretches, stuck) : row.stretches
  return [{ ...row, name, line, stretches }]
}

/** The line of the learner's code where a thread spent most of its time. */
function busiestLine(thread: string, trace: Trace): number {
  const lines = trace.lines.filter((one) => one.thread === thread && one.line > 0)
  return lines.sort((a, b) => b.wallMs - a.wallMs)[0]?.line ?? 0
}

function endingAt(
  stretches: readonly Stretch[],
  { line, leaf, func }: Trace['stuckThreads'][number],
): readonly Stretch[] {
  const last = stretches.at(-1)
  if (!last) return stretches
  const what = leaf === func || leaf.startsWith('_') ? '' : leaf
  return [...stretches.slice(0, -1), { ...last, line, what }]
}

function stretchesOf(lane: Lane, result: RunResult): readonly Stretch[] {
  const states = [...lane.states].sort((a, b) => a[0] - b[0])
  const stretches = states.map(([from, state], index) => {
    const to = states[index + 1]?.[0] ?? lane.endMs
    return { from, to, state, line: 0, what: '' }
  })
  return mayWaitForGil(lane, result) ? withGilWaits(joined(stretches)) : stretches
}

/** From outside, the GIL looks like any other lock; threads that compute concurrently wait for it. */
function mayWaitForGil(lane: Lane, { lanes, trace }: RunResult): boolean {
  const computes = (one: Lane) => one.cpuMs > (one.endMs - one.startMs) / 10
  const sibling = (one: Lane) => one !== lane && one.pid === lane.pid
  return (
    trace?.gil !== false && computes(lane) && lanes.some((one) => sibling(one) && computes(one))
  )
}

/** Short lock waits between computing are waits for the GIL. */
function withGilWaits(stretches: readonly Stretch[]): readonly Stretch[] {
  const works = (at: number) => ['running', 'ready'].includes(stretches[at]?.state ?? '')
  const told = stretches.map((stretch, index): Stretch => {
    const short = stretch.state === 'lock' && stretch.to - stretch.from < GIL_WAIT_MS
    const between = works(index - 1) || works(index + 1)
    return short && between ? { ...stretch, state: 'ready', what: 'GIL' } : stretch
  })
  return joined(told)
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

/** The loop's stretches, with its blocking steps in place of what was measured from outside. */
function withBlocks(
  source: Source,
  stretches: readonly Stretch[],
  trace: Trace | null,
  tasks: readonly Row[],
): readonly Stretch[] {
  const ofTasks = tasks.flatMap((row) => row.stretches.filter((one) => one.state === 'blocked'))
  const others = (trace?.blocks ?? []).map((block) => ({
    from: block.atMs,
    to: block.atMs + block.ms,
    state: 'blocked' as const,
    ...blamed(source, block),
  }))
  // The tracer keeps only the first blocks, and only the first steps of each task; combining both
  // misses the least.
  const blocks: Stretch[] = []
  for (const block of [...ofTasks, ...others].sort((a, b) => a.from - b.from)) {
    if (block.from >= (blocks.at(-1)?.to ?? 0) - 1) blocks.push(block)
  }
  return [...blocks, ...outside(stretches, blocks)].sort((a, b) => a.from - b.from)
}

/** Returns `stretches` with `holes` cut out; both are in order. */
function outside(stretches: readonly Stretch[], holes: readonly Stretch[]): readonly Stretch[] {
  return stretches.flatMap((stretch) => {
    const parts: Stretch[] = []
    let { from } = stretch
    for (const hole of holes) {
      if (hole.to <= from || hole.from >= stretch.to) continue
      if (hole.from > from) parts.push({ ...stretch, from, to: hole.from })
      from = hole.to
    }
    return from < stretch.to ? [...parts, { ...stretch, from }] : parts
  })
}
