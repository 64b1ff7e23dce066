/** Coroutines and tasks that nothing awaits. */
import type { Call, Facts } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { code, quote } from '../wording.ts'
import { ranThrough } from './evidence.ts'

/** A coroutine was created but never awaited, so it never ran. */
export const forgottenAwait: FindingRule = {
  name: 'forgotten-await',
  severity: 'error',
  docs: 'library/asyncio-dev.html#detect-never-awaited-coroutines',
  *find({ facts, measures }) {
    const seen = new Set<number>()
    for (const { coro, line } of measures?.trace?.neverAwaited ?? []) {
      if (seen.has(line)) continue
      seen.add(line)
      yield forgotten(coro, line, mendFor(coro, line, facts))
    }
    for (const call of facts.calls) {
      if (!call.discarded || call.awaited || seen.has(call.line) || !makesCoroutine(call)) continue
      yield forgotten(call.target?.qualified ?? call.name, call.line, mendOf(call))
    }
  },
}

const makesCoroutine = (call: Call): boolean => {
  if (call.target)
    return call.target.async && !call.target.generator && call.target.decorators.length === 0
  return call.library?.coroutine === true || /^asyncio\.(gather|wait_for|wait)$/.test(call.name)
}

const forgotten = (coro: string, line: number, fix: string): Sighting => {
  const name = code(`${coro}()`)
  return {
    line: line || null,
    message: `${name}${line ? ` at line ${line}` : ''} was created but never awaited, so it did not run; ${fix}.`,
  }
}

function mendFor(coro: string, line: number, facts: Facts): string {
  const here = facts.calls.filter((each) => each.line === line && makesCoroutine(each))
  const call = here.find((each) => coro.endsWith(each.target?.name ?? '?')) ?? here[0]
  return call ? mendOf(call) : 'await it'
}

const mendOf = (call: Call): string =>
  call.func.async
    ? `write ${code(`await ${shortName(call)}(...)`)}`
    : `start it with ${code(`asyncio.run(${shortName(call)}(...))`)}, or await it in a coroutine`

const shortName = (call: Call): string => call.node.children[0]?.text ?? call.name

/** A task without a reference: it may be garbage-collected, and its errors are lost. */
export const danglingTask: FindingRule = {
  name: 'dangling-task',
  severity: 'warning',
  docs: 'library/asyncio-task.html#asyncio.create_task',
  *find(program) {
    for (const call of program.facts.calls) {
      const makes = /(^asyncio|loop\(?\)?)\.(create_task|ensure_future)$/.test(call.name)
      if (makes && call.discarded) yield dangling(call, program)
    }
  },
}

function dangling(call: Call, program: Program): Sighting {
  const fix = 'keep a reference (a set with a discard callback), or use asyncio.TaskGroup'
  const tasks = (program.measures?.trace?.tasks ?? []).filter((task) => task.madeAt === call.line)
  const lost = tasks.filter((task) => task.state === 'cancelled' || task.state === 'pending')
  if (lost.length > 0 && ranThrough(program)) {
    const state = lost[0]?.state === 'pending' ? 'still pending' : 'cancelled'
    return {
      line: call.line,
      severity: runsForEver(call, program.facts) ? 'hint' : 'error',
      message: `The task made at line ${call.line} was ${state} when the main coroutine ended: await it before the end, and ${fix}.`,
    }
  }
  return {
    line: call.line,
    ...(tasks.length > 0 && ranThrough(program) ? { severity: 'hint' as const } : {}),
    message: `Nothing refers to the task made at line ${call.line}; ${fix}.`,
  }
}

/** A background loop is meant to be cancelled at the end. */
function runsForEver(call: Call, facts: Facts): boolean {
  const spawned = facts.spawns.find((spawn) => spawn.call === call)?.target
  if (!spawned) return false
  const functions = [spawned, ...reachedFrom(spawned).map((each) => each.call.target)]
  return functions.some((func) => func?.loops.some((loop) => loop.endless || loop.kind === 'while'))
}

/** A task failed and its exception was never retrieved. */
export const exceptionNeverRetrieved: FindingRule = {
  name: 'exception-never-retrieved',
  severity: 'error',
  docs: 'library/asyncio-dev.html#detect-never-retrieved-exceptions',
  *find({ measures }) {
    for (const { message, error, line } of measures?.trace?.loopErrors ?? []) {
      if (!/never retrieved/.test(message)) continue
      yield {
        line: line || null,
        message: `A task failed${line ? ` at line ${line}` : ''} with ${quote(error)} and nobody awaited it: await the task, or look at its result.`,
      }
    }
  },
}
