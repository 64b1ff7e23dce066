/** The measured conditions of challenges: a table of what can be measured in a run. */
import type { Condition } from '../../../lessons/lessons.ts'
import type { RunResult } from '../../../sandbox/sandbox.ts'
import { count, duration } from '../../lib/text/quantities.ts'

export type Measured = Readonly<{ name: string; passed: boolean; said: string }>

/** Checks a condition against a run. It isn't met if the run has no value for it. */
export function measured({ what, most, least, failed }: Condition, run: RunResult): Measured {
  const { name, of, words } = MEASURES[what]
  const value = of(run)
  if (value === null) return { name, passed: false, said: "This couldn't be measured." }
  const passed = value <= (most ?? Number.POSITIVE_INFINITY) && value >= (least ?? 0)
  const said = passed ? words(value) : failed.replaceAll('{value}', `${Math.round(value)}`)
  return { name, passed, said }
}

type Measure = Readonly<{
  name: string
  of(run: RunResult): number | null
  words(value: number): string
}>

const MEASURES: Readonly<Record<Condition['what'], Measure>> = {
  wallMs: { name: 'Time', of: ({ wallMs }) => wallMs, words: duration },
  cpuMs: { name: 'CPU time', of: ({ cpuMs }) => cpuMs, words: duration },
  longestBlockMs: {
    name: 'Longest time the event loop was blocked',
    of: ({ trace }) => trace && Math.max(0, ...trace.blocks.map(({ ms }) => ms)),
    // Only blocks over 50 ms are recorded.
    words: (ms) => (ms === 0 ? 'none over 50 ms' : duration(ms)),
  },
  liveTasksMax: {
    name: 'Tasks alive concurrently',
    of: ({ trace }) => trace?.liveTasksMax ?? null,
    words: (tasks) => count(tasks, 'task'),
  },
  threads: {
    name: 'Threads',
    of: ({ threads }) => threads,
    words: (threads) => count(threads, 'thread'),
  },
  processes: {
    name: 'Processes',
    of: ({ processes }) => processes,
    words: (processes) => (processes === 1 ? '1 process' : `${processes} processes`),
  },
  peakMemoryMiB: {
    name: 'Memory',
    of: ({ peakMemoryBytes }) => peakMemoryBytes / 1024 ** 2,
    words: (mebibytes) => `${Math.round(mebibytes)} MiB`,
  },
}
