/** What one task, thread or process did, and when. */
import type { State } from './states.ts'

/** Times in ms since the start of the program. `line` is 0 if unknown. */
export type Stretch = Readonly<{
  from: number
  to: number
  state: State
  line: number
  /** The call that waits or blocks (`sleep`, `get`, `time.sleep`); may be empty. From the learner's process: untrusted. */
  what: string
}>

export type Row = Readonly<{
  kind: 'loop' | 'task' | 'thread' | 'process'
  /** From the learner's code: untrusted. */
  name: string
  line: number
  /** In order and without overlap, within the run's time; at least one. */
  stretches: readonly Stretch[]
  ending: 'ended' | 'error' | 'cancelled' | 'unfinished'
  /** CPU time in ms; for tasks, the time of their steps. */
  cpuMs: number
}>

/** A step of the loop that runs longer than this without a pause, in ms, blocked it; the tracer uses the same limit. */
export const BLOCK_MS = 50

const NO_WAITS: readonly State[] = ['running', 'blocked', 'ready', 'loop', 'tasks', 'disk']
/** Waits shorter than this share of the median wait are overhead, such as a handshake or a lookup. */
const TELLING = 1 / 6

/** Returns the waits for something outside the program, without those short enough to be overhead. */
export function waitsOf(rows: readonly Row[]): readonly Stretch[] {
  return telling(
    rows.flatMap((row) => row.stretches.filter((one) => !NO_WAITS.includes(one.state))),
  )
}

/** Keeps the stretches longer than a sixth of the median length. */
export function telling(stretches: readonly Stretch[]): readonly Stretch[] {
  const lengths = stretches.map(({ from, to }) => to - from).sort((a, b) => a - b)
  const usual = lengths[lengths.length >> 1] ?? 0
  return stretches.filter(({ from, to }) => to - from > usual * TELLING)
}
