/** Puts the measures into sentences, most significant first. */
import type { RunResult, WaitKind } from '../../../sandbox/sandbox.ts'
import { list } from '../../lib/text/quantities.ts'
import type { Failure } from '../errors.ts'
import { isComputing, isWaiting, type Measures } from '../measure.ts'
import { serviceSentence, servicesOf } from '../visits.ts'
import { code, duration, percent, times } from '../wording.ts'
import type { Case } from './case.ts'
import { uncalled, uncalledSentence } from './uncalled.ts'

const MOST = 5
const UNMEASURED = 'Not run, so nothing here is measured: this is read from the source alone.'
const STOPPED = 'The run ended too early to measure anything: the advice is from the source alone.'
const TOO_LONG =
  'The program is too long or too deeply nested to be read whole: its first part was.'

/** Returns up to `MOST` sentences on what the run measured, or one that says why nothing was. */
export function evidenceOf(about: Case): string[] {
  const { measures, failure } = about
  const long = about.facts.complete ? [] : [TOO_LONG]
  if (!measures) return [UNMEASURED, ...long]
  if (failure?.surroundings) return [STOPPED, ...installed(failure, measures.result), ...long]
  const entry = uncalled(about)
  if (entry) return [uncalledSentence(entry), ...long]
  const services = servicesOf(about)
  const sentences = [
    ...long,
    ...(services.length > 0 ? services.map(serviceSentence) : [timeSentence(measures)]),
    ...blockSentence(measures),
    ...stuckSentences(measures),
  ]
  if (measures.busy && measures.wallMs > 200)
    sentences.push('The machine was busy during the run, so the timings are approximate.')
  return sentences.filter((sentence) => sentence !== '').slice(0, MOST)
}

/** Libraries that could replace a missing one. */
function installed({ lacks }: Failure, { libraries }: RunResult): string[] {
  if (lacks !== 'library') return []
  const names = list(
    libraries.map(({ name }) => name),
    libraries.length,
  )
  return [`Installed here: ${names || 'only the standard library'}.`]
}

const KINDS: Readonly<Record<WaitKind, string>> = {
  sleep: 'sleeping',
  network: 'the network',
  loop: 'its tasks, with the event loop idle',
  lock: 'locks and other threads',
  child: 'other processes',
  pipe: 'files and pipes',
  disk: 'the disk',
  other: 'something else',
}

function timeSentence(measures: Measures): string {
  const { result } = measures
  const wall = duration(measures.wallMs)
  if (result.status === 'timeout')
    return `It was stopped after ${duration(result.wallMs)}, having used ${duration(measures.cpuMs)} of CPU.`
  if (measures.wallMs < 5) return ''
  if (isWaiting(measures))
    return `${percent(1 - measures.demand)} of ${wall} was waiting${mostly(result)}${busiestWait(measures)}.`
  const cores =
    measures.coresUsed > 1.2 ? `, ${measures.coresUsed.toFixed(1)} cores in parallel` : ''
  if (isComputing(measures))
    return `It computed for ${duration(measures.cpuMs)} in ${wall}${cores}${hottestLine(measures)}.`
  return `It computed for ${duration(measures.cpuMs)} of ${wall} and waited for the rest${mostly(result)}.`
}

/** The main thread's own waits are most relevant; an idle loop waits for what its tasks wait for. */
function mostly(result: RunResult): string {
  const waits = Object.entries(result.waiting) as [WaitKind, number][]
  const [most] = waits.toSorted((a, b) => b[1] - a[1])
  return most && most[1] > 0 ? `, mostly for ${KINDS[most[0]]}` : ''
}

function busiestWait(measures: Measures): string {
  const seen = measures.trace?.lines ?? []
  const [line] = seen
    .filter((each) => each.line > 0 && each.leaf !== 'select')
    .toSorted((a, b) => b.wallMs - a.wallMs)
  return line && line.wallMs > 0.3 * measures.wallMs ? ` at line ${line.line}` : ''
}

function hottestLine(measures: Measures): string {
  const seen = measures.trace?.lines ?? []
  const [line] = seen.filter((each) => each.line > 0).toSorted((a, b) => b.cpuMs - a.cpuMs)
  return line && line.cpuMs > 0.3 * measures.cpuMs ? `, most at line ${line.line}` : ''
}

function blockSentence(measures: Measures): string[] {
  const [longest] = measures.blocks.toSorted((a, b) => b.ms - a.ms)
  if (!longest || longest.ms < 100) return []
  const line = longest.lines.find((each) => each > 0)
  return [
    `The event loop stood still for up to ${duration(longest.ms)}${line ? ` (line ${line})` : ''}${longest.ready > 0 ? `, with ${times(longest.ready, 'callback')} ready to go on` : ''}.`,
  ]
}

function stuckSentences(measures: Measures): string[] {
  if (measures.result.status !== 'timeout') return []
  const tasks = measures.trace?.stuckTasks ?? []
  return tasks
    .filter((task) => task.line > 0)
    .slice(0, 3)
    .map(
      (task) =>
        `Task ${code(task.name)} (${code(task.coro)}) was waiting in ${code(task.waitingIn)} at line ${task.line}.`,
    )
}
