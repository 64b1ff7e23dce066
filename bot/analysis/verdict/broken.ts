/** Steps 1 and 2: failures and certain mistakes come before any question of speed. */
import type { Finding } from '../advice.ts'
import { explain } from '../errors.ts'
import { servesForEver } from '../findings/loops.ts'
import { isComputing } from '../measure.ts'
import { isSilent, serviceSentence, servicesOf } from '../visits.ts'
import { code, duration, lines, quote } from '../wording.ts'
import { type Case, type Decision, finding, openSites, type Step } from './case.ts'

/** Decides for a run that failed. */
export const brokenRun: Step = (about) => {
  const status = about.measures?.result.status
  if (status === undefined) return null
  if (status === 'timeout') return outOfTime(about)
  if (status === 'memory')
    return fix('It needed more memory than the sandbox allows: work through the data in pieces.')
  if (status === 'output')
    return fix('It wrote more than the sandbox allows: is there a loop that never ends?')
  if (status === 'signal' && !about.findings.some(isCertain))
    return fix(`It was ended by the signal ${code(about.measures?.result.signal ?? 'unknown')}.`)
  if (about.failure && !about.failure.surroundings) return failed(about)
  return threadDied(about)
}

/** One sentence on a failure that didn't decide the verdict. */
export function howItEnded({ result, failure }: Case): string {
  if (!result) return 'It was not run.'
  if (failure?.surroundings) return `Yes, it stopped early: ${failure.sentence}.`
  switch (result.status) {
    case 'ok':
      return 'No.'
    case 'error':
      return `It ended with exit code ${result.exitCode ?? 'unknown'}, so it may not have done all of its work.`
    case 'served':
      return 'No: it served until it was asked to end.'
    case 'timeout':
      return `The time limit stopped it after ${duration(result.wallMs)}.`
    default:
      return 'Yes.'
  }
}

const fix = (headline: string, rest: Partial<Decision> = {}): Decision => ({
  verdict: 'fix-first',
  headline,
  ...rest,
})

/** A certain mistake in the source is more helpful than the error it led to. */
function failed(about: Case): Decision {
  const sentence = `${about.failure?.sentence ?? 'It failed'}.`
  // A coroutine that was never awaited is more often a consequence of an error than its cause.
  const ofCoroutine = /coroutine/.test(about.failure?.text ?? '')
  const certain = EXPLAINS.filter((name) => ofCoroutine || name !== 'forgotten-await')
    .map((name) => finding(about, name))
    .find((each) => each?.severity === 'error')
  if (!certain) return fix(sentence)
  return fix(certain.message, { evidence: [sentence] })
}

/** Findings that can cause an error, most likely cause first. */
const EXPLAINS = [
  'coroutine-in-thread',
  'lock-over-await',
  'thread-touches-loop',
  'shared-connection',
  'pipe-deadlock',
  'pool-terminated',
  'worker-ended',
  'nested-asyncio-run',
  'context-lost',
  'removed-api',
  'thread-called-not-passed',
  'unpicklable',
  'semaphore-misuse',
  'missing-main-guard',
  'forgotten-await',
]

function threadDied(about: Case): Decision | null {
  const [died] = about.measures?.trace?.threadErrors ?? []
  if (!died) return null
  const cause = about.findings.find(
    (each) => each.severity === 'error' && EXPLAINS.includes(each.name) && each.line === died.line,
  )
  if (cause) return fix(cause.message)
  const lost = finding(about, 'context-lost')
  if (lost && /LookupError/.test(died.error)) return fix(lost.message)
  const where = died.line ? ` at line ${died.line}` : ''
  const plain = explain(died.error)
  const end = `The thread ${code(died.thread)} ended with ${plain ? code(typeOf(died.error)) : quote(died.error)}${where}`
  return fix(plain ? `${end}: ${plain}.` : `${end}.`)
}

/** `ValueError` of `ValueError('no')`. */
const typeOf = (error: string): string => /^[\w.]+/.exec(error)?.[0] ?? error

function outOfTime(about: Case): Decision | null {
  if (about.findings.some(isCertain)) return null
  if (servesForEver(about)) {
    const silent = servicesOf(about).find(isSilent)
    if (silent) return openSites(about).length > 0 ? null : fix(serviceSentence(silent))
    return {
      verdict: 'keep',
      headline:
        'It serves until it is stopped, and the time limit stopped it: nothing is wrong with that.',
      quiet: true,
    }
  }
  const endless = endlessLoop(about)
  const { measures } = about
  if (!measures) return null
  if (isComputing(measures)) {
    return endless?.busy
      ? fix(`The loop at line ${endless.line} never ends, and keeps a core busy.`)
      : null
  }
  if (endless?.paced) {
    return {
      verdict: 'keep',
      headline: `The loop at line ${endless.line} runs until it is stopped, and the time limit stopped it.`,
      quiet: true,
    }
  }
  return stuck(about)
}

type Endless = Readonly<{ line: number; busy: boolean; paced: boolean }>

/** A `while True` without an exit: busy without any wait, paced with a sleep. */
function endlessLoop({ facts }: Case): Endless | null {
  for (const func of facts.functions) {
    for (const loop of func.loops) {
      if (!loop.endless) continue
      const inside = func.calls.filter((call) => call.loops.includes(loop))
      const waits = inside.filter((call) => call.library?.waits)
      return {
        line: loop.line,
        busy: waits.length === 0,
        paced: waits.some(
          (call) => call.library?.waits === 'sleep' || call.library?.waits === 'network',
        ),
      }
    }
  }
  return null
}

/** Nothing progressed at the end, so say what waits where. A long but legitimate wait is left to the next step. */
function stuck(about: Case): Decision | null {
  const { measures } = about
  const trace = measures?.trace
  if (!measures || !trace) return null
  const tasks = trace.stuckTasks.filter((task) => task.line > 0)
  const threads = trace.stuckThreads.filter((thread) => thread.line > 0 && !thread.daemon)
  const sleeping = measures.waiting('sleep') + measures.waiting('network') > 0.5 * measures.wallMs
  const network = new Set(
    about.facts.calls.flatMap((call) => (call.library?.waits === 'network' ? [call.line] : [])),
  )
  const slept =
    tasks.some((task) => task.waitingIn === 'sleep' || network.has(task.line)) ||
    threads.some((thread) => network.has(thread.line)) ||
    sleeping
  if (slept && (openSites(about).length > 0 || tasks.length + threads.length > 0)) return null
  const at = lines([...tasks, ...threads].map((each) => each.line))
  const who = [...tasks.map(standingTask), ...threads.map(standingThread)].slice(0, 4)
  if (who.length === 0)
    return fix(`It was still running after ${duration(measures.result.wallMs)}.`)
  const evidence = [`When time was up these still waited: ${who.join('; ')}.`]
  // A program that used the CPU was working; only one that hardly did can be called stuck.
  return measures.cpuMs > WORKED_MS
    ? fix(
        `It was still running after ${duration(measures.result.wallMs)}, of which it computed ${duration(measures.cpuMs)}; at the end it stood at ${at}.`,
        { evidence },
      )
    : fix(`It never ends: it waits at ${at} for something that does not come.`, { evidence })
}

/** A run with more CPU time than this did more than wait, ms. */
const WORKED_MS = 1_000

type Stuck = Readonly<{ name: string; line: number }>

const standingTask = (task: Stuck & Readonly<{ coro: string; waitingIn: string }>): string =>
  `${code(task.name)} (${code(task.coro)}) in ${code(task.waitingIn)} at line ${task.line}`

const standingThread = ({ name, line }: Stuck): string =>
  name === 'MainThread' ? `the main thread at line ${line}` : `thread ${code(name)} at line ${line}`

const isCertain = (each: Finding): boolean => each.severity === 'error'

/** Findings about the choice of model, which the verdict itself answers. */
const OF_MODEL = new Set(['cpu-in-async'])

/** Decides for a certain mistake in the source or the run. */
export const certainBug: Step = (about) => {
  const certain = about.findings.filter(isCertain)
  const bug = certain.find((each) => !OF_MODEL.has(each.name)) ?? starving(about, certain)
  if (!bug) return null
  return fix(bug.message)
}

/** One coroutine computes while others starve: a bug, unless many compute, which calls for processes. */
function starving(about: Case, certain: readonly Finding[]): Finding | undefined {
  const [cpu] = certain
  if (!cpu) return undefined
  const blocked = new Set((about.measures?.blocks ?? []).map((block) => block.coro))
  const holdUps = (about.measures?.blocks ?? []).filter((block) => block.ms > 50).length
  const many =
    blocked.size > 1 || holdUps > 1 || openSites(about).some((site) => site.kind === 'computing')
  return many ? undefined : finding(about, 'cpu-in-async')
}
