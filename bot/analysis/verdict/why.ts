/** The reasons behind a verdict, in the reader's terms: what the source says and what the run measured. */
import type { Spawn } from '../facts/facts.ts'
import type { Site } from '../facts/sites.ts'
import { isComputing, isWaiting, type Measures } from '../measure.ts'
import { code, duration, lines, percent, times } from '../wording.ts'
import type { Case } from './case.ts'

/** Maximum number of sentences of each kind. */
const MOST = 3

/** Lists what the verdict rests on, one sentence each: what is started, what is repeated and what was measured. */
export function factsBehind(about: Case): string[] {
  const { facts, sites, measures } = about
  return [
    ...facts.spawns.slice(0, MOST).map(started),
    ...sites.slice(0, MOST).map(repeated),
    ...(measures ? measured(measures) : ['Nothing was measured.']),
  ]
}

const STARTED: Readonly<Record<Spawn['kind'], string>> = {
  task: 'task',
  thread: 'thread',
  process: 'process',
  'thread-pool': 'job in a thread pool',
  'process-pool': 'job in a process pool',
  'to-thread': 'job in a thread',
  executor: 'job in an executor',
  program: 'program',
}

const PLURAL: Readonly<Partial<Record<Spawn['kind'], string>>> = {
  process: 'processes',
  'thread-pool': 'jobs in a thread pool',
  'process-pool': 'jobs in a process pool',
  'to-thread': 'jobs in threads',
  executor: 'jobs in an executor',
}

function started({ kind, call, target, fan }: Spawn): string {
  const one = STARTED[kind]
  const many = PLURAL[kind] ?? `${one}s`
  const what = fan === null ? many : times(fan, one, many)
  const runs = target && /^\w+$/.test(target.name) ? ` running ${code(target.name)}` : ''
  return `Line ${call.line} starts ${what}${runs}.`
}

function repeated({ kind, calls, fan, dependent }: Site): string {
  const at = lines(calls.map((call) => call.line))
  if (dependent) return `The work at ${at} has to stay in order, because ${dependent}.`
  const what = kind === 'computing' ? 'the same computation' : 'a wait'
  const often = fan === null ? 'several times' : times(fan, 'time')
  return `The source repeats ${what} ${often} at ${at}, and none of them needs the result of another.`
}

function measured(measures: Measures): string[] {
  const { wallMs, cpuMs, demand, coresUsed, sequentialMs, result } = measures
  const did = isComputing(measures)
    ? 'so it was mostly computing'
    : isWaiting(measures)
      ? 'so it was mostly waiting'
      : 'so it did some of both'
  const cores =
    coresUsed > 1.2 ? ` It kept ${coresUsed.toFixed(1)} of ${result.cores} cores busy.` : ''
  const saved = sequentialMs - wallMs
  return [
    `Without start-up it took ${duration(wallMs)} and ${duration(cpuMs)} of CPU time. It had something to compute ${percent(demand)} of the time, ${did}.${cores}`,
    saved > 0.1 * wallMs
      ? `Done one after another, its waits and work would take about ${duration(sequentialMs)}, so it saved ${duration(saved)} by overlapping them.`
      : 'Its waits and work took as long as they would one after another, so nothing overlapped.',
  ]
}
