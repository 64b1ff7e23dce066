/** What one task, thread or process did when. */
import type { State } from './states.ts'

/** Times in ms since the start of the program. `line` is 0 where it is unknown. */
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
  /** In order, not overlapping, inside the run's time; at least one. */
  stretches: readonly Stretch[]
  ending: 'ended' | 'error' | 'cancelled' | 'unfinished'
  /** Time on a core; of tasks, time of their steps. */
  cpuMs: number
}>

/** An uninterrupted step of the loop longer than this blocked it; the same bound as in the tracer. */
export const BLOCK_MS = 50

const NO_WAITS: readonly State[] = ['running', 'blocked', 'ready', 'loop', 'tasks', 'disk']
/** Waits shorter than this share of the usual one are overhead of the others: a handshake, a lookup. */
const TELLING = 1 / 6

/** Waits for something that is not the program itself, the telling ones. */
export function waitsOf(rows: readonly Row[]): readonly Stretch[] {
  return telling(
    rows.flatMap((row) => row.stretches.filter((one) => !NO_WAITS.includes(one.state))),
  )
}

export function telling(stretches: readonly Stretch[]): readonly Stretch[] {
  const lengths = stretches.map(({ from, to }) => to - from).sort((a, b) => a - b)
  const usual = lengths[lengths.length >> 1] ?? 0
  return stretches.filter(({ from, to }) => to - from > usual * TELLING)
}
