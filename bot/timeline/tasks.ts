/**
 * Rows for asyncio tasks. The data comes from the learner's process and may be forged: rows.ts limits times, svg.ts
 * limits text.
 */
import type { RunResult } from '../../sandbox/sandbox.ts'
import type { Trace } from '../../sandbox/trace.ts'
import { BLOCK_MS, type Row, type Stretch } from './row.ts'
import type { Source } from './source.ts'
import { awaitedState, lastName } from './states.ts'

/** Steps longer than this, in ms, can hold up a task that is ready. */
const BUSY_MS = 5
/** Steps that follow each other within this time, in ms, count as uninterrupted. */
const AT_ONCE_MS = 2

type Task = Trace['tasks'][number]
type Span = Readonly<{ from: number; to: number }>

/** Returns a row for each asyncio task of the learner's, in order of creation; empty if there is no trace. */
export function taskRows(source: Source, { trace, wallMs }: RunResult): readonly Row[] {
  if (!trace) return []
  const busy = busyChains(trace)
  return trace.tasks
    .filter((task) => !isInternal(source, task))
    .sort((a, b) => a.bornMs - b.bornMs)
    .map((task) => taskRow(source, task, trace, busy, wallMs))
}

/**
 * Libraries create tasks from their own methods, which only mirror what is drawn already. A coroutine that the
 * learner's code defines or calls is the learner's own, and so is a plain function in another file.
 */
function isInternal(source: Source, { coro }: Task): boolean {
  const name = coro.slice(coro.lastIndexOf('.') + 1)
  const method = lastName(coro).includes('.') || name.startsWith('_')
  return method && !source.has(`${name}(`)
}

/** A task is ready until its first step; then it alternates between running and waiting. */
function taskRow(
  source: Source,
  task: Task,
  trace: Trace,
  busy: readonly Span[],
  wallMs: number,
): Row {
  const end = Math.min(task.endMs ?? wallMs, wallMs)
  const steps = [...task.timeline].sort((a, b) => a[0] - b[0])
  const first = steps[0]?.[0] ?? end
  const born = {
    from: task.bornMs,
    to: first,
    state: 'ready',
    line: task.madeAt,
    what: '',
  } as const
  const lived = steps.flatMap(([at, length, line, what], index): readonly Stretch[] => {
    const to = at + length
    const next = steps[index + 1]?.[0] ?? end
    return [
      step(source, at, to, line, trace),
      ...waits({ from: to, to: next, line, what }, task, busy),
    ]
  })
  return {
    kind: 'task',
    name: /^Task-\d+$/.test(task.name) || !task.name ? lastName(task.coro) : task.name,
    line: task.madeAt,
    stretches: [born, ...lived],
    ending: ENDINGS[task.state],
    cpuMs: task.runMs,
  }
}

const ENDINGS = {
  ok: 'ended',
  error: 'error',
  cancelled: 'cancelled',
  pending: 'unfinished',
} as const

function step(source: Source, from: number, to: number, line: number, trace: Trace): Stretch {
  if (to - from < BLOCK_MS) return { from, to, state: 'running', line, what: '' }
  const block = trace.blocks.find((one) => one.atMs < to && one.atMs + one.ms > from)
  return { from, to, state: 'blocked', ...(block ? blamed(source, block) : { line: 0, what: '' }) }
}

/** Returns the line that blocked the loop and, if it didn't compute, the call on that line. */
export function blamed(
  source: Source,
  block: Trace['blocks'][number],
): { line: number; what: string } {
  const place = block.places[0]
  if (!place) return { line: 0, what: '' }
  const { line, leaf, cpuShare } = place
  if (cpuShare !== null && cpuShare > COMPUTES) return { line, what: 'computes' }
  const call = CALL.exec(source.line(line))
  return { line, what: call?.[1]?.slice(-CALL_CHARACTERS) ?? leaf }
}

/** From this share of CPU time on, a block computed rather than waited. */
const COMPUTES = 0.5
const CALL_CHARACTERS = 61
/** The first call on a line, such as `time.sleep(`. */
const CALL = /(?<![\p{L}\p{N}_.])([\p{L}_][\p{L}\p{N}_.]*)\(/u

/** A wait for something external that ends right after a busy phase of the loop was prolonged by the loop. */
function waits(
  wait: Omit<Stretch, 'state'>,
  task: Task,
  busy: readonly Span[],
): readonly Stretch[] {
  const state = awaitedState(wait.what, task.coro)
  const inside = state === 'tasks' || state === 'lock' || state === 'other'
  const chain = inside ? undefined : lastBefore(busy, wait.to - 0.01)
  if (!chain || chain.to < wait.to - AT_ONCE_MS) return [{ ...wait, state }]
  const held = Math.max(wait.from, chain.from)
  return [
    { ...wait, to: held, state },
    { ...wait, from: held, state: 'ready' },
  ]
}

/** Periods in which the loop ran one long step after another without a pause, in order. */
function busyChains(trace: Trace): readonly Span[] {
  const steps = trace.tasks.flatMap((task) => task.timeline.map(([at, ms]) => ({ at, ms })))
  const long = [...steps, ...trace.blocks.map(({ atMs, ms }) => ({ at: atMs, ms }))]
    .filter(({ ms }) => ms > BUSY_MS)
    .sort((a, b) => a.at - b.at)
  const chains: { from: number; to: number }[] = []
  for (const { at, ms } of long) {
    const last = chains.at(-1)
    if (last && at <= last.to + AT_ONCE_MS) last.to = Math.max(last.to, at + ms)
    else chains.push({ from: at, to: at + ms })
  }
  return chains
}

/** Returns the last span that starts before `at`; `spans` are in order. */
function lastBefore(spans: readonly Span[], at: number): Span | undefined {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle]?.from ?? Number.POSITIVE_INFINITY) < at) low = middle + 1
    else high = middle
  }
  return spans[low - 1]
}
