/** What a hanging program waits for: what holds it, what would wake it, and why that never happens. */
import type { Call, Facts, Func } from '../facts/facts.ts'
import { part } from '../facts/syntax.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { code, lines, quote, times } from '../wording.ts'
import { timedOut } from './evidence.ts'
import { heldLines, type Taken, takenIn } from './locks.ts'

/** A thread or task that was still running at the time limit. */
type Waiter = Readonly<{
  name: string
  /** The function or coroutine it runs. */
  func: string
  line: number
  lines: readonly number[]
}>

export const stuckWaiting: FindingRule = {
  name: 'stuck-waiting',
  severity: 'error',
  docs: 'library/threading.html',
  *find(program) {
    if (!timedOut(program)) return
    const waiters = waitersOf(program)
    for (const story of [
      stuckInPut,
      stuckAtBarrier,
      stuckAtCondition,
      stuckAtEvent,
      stuckAtLock,
      stuckInJoin,
    ]) {
      const told = story(waiters, program)
      if (told) return yield told
    }
  },
}

function waitersOf({ measures }: Program): Waiter[] {
  const { stuckTasks = [], stuckThreads = [] } = measures?.trace ?? {}
  const tasks = stuckTasks.filter((task) => task.waitingIn !== 'sleep')
  const threads = stuckThreads.filter((thread) => thread.leaf !== 'select')
  return [
    ...tasks.map((task) => ({ ...task, func: task.coro })),
    ...threads.filter((thread) => thread.name !== 'MainThread'),
    ...threads.filter((thread) => thread.name === 'MainThread'),
  ].filter(({ line }) => line > 0)
}

const nameOf = ({ name, func }: Waiter): string =>
  name === 'MainThread' ? 'the main thread' : code(func === '<module>' ? name : func)

const Name = (waiter: Waiter): string => {
  const name = nameOf(waiter)
  return name.startsWith('t') ? `T${name.slice(1)}` : name
}

const textOf = (call: Call): string => part(call.node, 'function')?.text ?? call.name
const receiverOf = (call: Call): string => textOf(call).replace(/\.\w+$/, '')
const typeOf = (call: Call): string => call.name.replace(/\.\w+$/, '')

/** The method call that a waiter is blocked in, on an object of a given kind. */
function standsAt({ line }: Waiter, facts: Facts, method: RegExp, type: RegExp): Call | null {
  return (
    facts.calls.find(
      (call) =>
        call.line <= line &&
        line <= call.node.endLine &&
        method.test(textOf(call)) &&
        type.test(typeOf(call)),
    ) ?? null
  )
}

/** Calls of other methods on the same object, matched by name, otherwise by type. */
function counterparts(call: Call, facts: Facts, method: RegExp): Call[] {
  const all = facts.calls.filter((each) => method.test(textOf(each)))
  const last = (each: Call): string => receiverOf(each).split('.').at(-1) ?? ''
  const named = all.filter((each) => last(each) === last(call))
  return named.length > 0 ? named : all.filter((each) => typeOf(each) === typeOf(call))
}

/** `put()` on a full queue that nobody is left to read from. */
function stuckInPut(waiters: readonly Waiter[], { facts }: Program): Sighting | null {
  for (const waiter of waiters) {
    const put = standsAt(waiter, facts, /\.put$/, QUEUE)
    if (!put) continue
    const queue = receiverOf(put)
    const gets = counterparts(put, facts, /\.(get|get_nowait)$/)
    const size = facts.calls.find(
      (call) =>
        /Queue$/.test(call.name) && (call.keywords.has('maxsize') || call.arguments.length > 0),
    )
    const sizeNode = size && (size.keywords.get('maxsize') ?? size.arguments[0])
    const full = sizeNode ? `full (${code(`maxsize=${sizeNode.text}`)}, line ${size.line})` : 'full'
    const takers = gets.length === 0 ? 'nothing calls `get()`' : `${whatBecameOf(gets, waiters)}`
    return {
      line: waiter.line,
      message: `${Name(waiter)} waits at line ${waiter.line} for room in ${code(queue)}, which is ${full}, and nobody takes from it any more: ${takers}. Let the consumer take items until the producer is done, or tell the producer to stop too.`,
    }
  }
  return null
}

const QUEUE = /Queue\(\)$|(^|[._])(q|queue)$/i

/** "the `get()` at line 14 is in `consumer`, which has ended". */
function whatBecameOf(calls: readonly Call[], waiters: readonly Waiter[]): string {
  const [first] = calls
  if (!first) return 'nothing does'
  const at = `${code(`${textOf(first).split('.').at(-1) ?? ''}()`)} at ${lines(calls.map((call) => call.line))}`
  const { func } = first
  const still = waiters.find((waiter) => waiter.lines.some((line) => isWithin(line, func)))
  const where = func.outer === null ? 'the main program' : code(func.qualified)
  if (still) return `the ${at} is in ${where}, which waits itself at line ${still.line}`
  return `the ${at} is in ${where}, which ${func.outer === null ? 'has got past it' : 'has ended'}`
}

const isWithin = (line: number, func: Func): boolean =>
  func.outer !== null && func.line <= line && line <= func.endLine

/** Fewer threads reached a barrier than it waits for. */
function stuckAtBarrier(waiters: readonly Waiter[], { facts }: Program): Sighting | null {
  const at = waiters.filter((waiter) => standsAt(waiter, facts, /\.wait$/, /Barrier\(\)$|barrier/i))
  const [first] = at
  if (!first) return null
  const made = facts.calls.find((call) => /\.Barrier$/.test(call.name))
  const parties = made?.arguments[0] ?? made?.keywords.get('parties')
  const number = made && parties ? facts.numberOf(parties, made.func) : null
  const waitsFor = number === null ? 'more' : String(number)
  return {
    line: first.line,
    message: `The barrier${made ? ` made at line ${made.line}` : ''} waits for ${waitsFor} to arrive, and only ${at.length} ${at.length === 1 ? 'is' : 'are'} waiting at line ${first.line}: ${made ? `make it ${code(`Barrier(${at.length})`)}` : 'lower its number'}, or start as many as it expects.`,
  }
}

/** A condition that is never notified, or was notified before anyone waited. */
function stuckAtCondition(waiters: readonly Waiter[], { facts }: Program): Sighting | null {
  for (const waiter of waiters) {
    const wait = standsAt(waiter, facts, /\.(wait|wait_for)$/, /Condition\(\)$|cond(ition)?$/i)
    if (!wait) continue
    const notifies = counterparts(wait, facts, /\.notify(_all)?$/)
    const condition = receiverOf(wait)
    const start = `${Name(waiter)} waits at line ${waiter.line} to be notified, and `
    if (notifies.length === 0)
      return {
        line: waiter.line,
        message: `${start}nothing calls ${code(`${condition}.notify()`)}: call it (inside ${code(`with ${condition}:`)}) where the state changes.`,
      }
    const checked = wait.loops.length > 0 || /wait_for$/.test(textOf(wait))
    return {
      line: waiter.line,
      message: checked
        ? `${start}${whatBecameOf(notifies, waiters)}: check that it changes the state before it notifies, with ${code('notify_all()')} when several wait.`
        : `${start}${whatBecameOf(notifies, waiters)}: a notification that comes before the wait is lost. Check the state first: ${code(`${condition}.wait_for(lambda: ...)`)} instead of ${code('wait()')}.`,
    }
  }
  return null
}

/** An event that is never set, or whose setter failed first. */
function stuckAtEvent(waiters: readonly Waiter[], program: Program): Sighting | null {
  const { facts } = program
  for (const waiter of waiters) {
    const wait = standsAt(waiter, facts, /\.wait$/, /Event\(\)$|event$/i)
    if (!wait) continue
    const sets = counterparts(wait, facts, /\.set$/)
    const event = receiverOf(wait)
    const start = `${Name(waiter)} waits at line ${waiter.line} for ${code(event)}, and `
    const [first] = sets
    if (!first)
      return {
        line: waiter.line,
        message: `${start}nothing calls ${code(`${event}.set()`)}: call it where the thing that it waits for has happened.`,
      }
    const failed = failureIn(first.func, program)
    return {
      line: waiter.line,
      message: failed
        ? `${start}the \`set()\` at line ${first.line} was never reached: ${failed}. Fix that error, and set the event in a \`finally\` so that no one waits forever.`
        : `${start}${whatBecameOf(sets, waiters)} without having set it: make sure that every path reaches \`set()\`.`,
    }
  }
  return null
}

/** Why a function ended early, in words. */
function failureIn(func: Func, { measures }: Program): string | null {
  const trace = measures?.trace
  if (!trace || func.outer === null) return null
  const errors = [...trace.threadErrors, ...trace.loopErrors]
  const error = errors.find((each) => isWithin(each.line, func))
  if (error)
    return `${code(func.qualified)} failed at line ${error.line} with ${quote(error.error)}`
  const task = trace.tasks.find(
    (each) => each.state === 'error' && (each.coro === func.name || each.coro === func.qualified),
  )
  return task ? `${code(func.qualified)} failed before it, and nobody looked at its task` : null
}

/** A lock or semaphore that is held forever, or was acquired and never released. */
function stuckAtLock(waiters: readonly Waiter[], { facts }: Program): Sighting | null {
  const taken = facts.functions.flatMap((func) => takenIn(func, facts))
  for (const waiter of waiters) {
    const wanted = taken.find((each) => each.line === waiter.line)
    if (!wanted) continue
    const same = taken.filter((each) => last(each.name) === last(wanted.name))
    const holds = (other: Waiter, each: Taken): boolean =>
      other.lines.some((line) => heldLines(each).has(line))
    if (same.some((each) => holds(waiter, each))) return null // Takes it twice: lock-reentrancy.
    for (const other of waiters) {
      const held = same.find((each) => other !== waiter && holds(other, each))
      if (held) return goesOn(other, facts) ? null : heldBy(waiter, wanted, other, held)
    }
    return neverReleased(waiters, waiter, wanted, same)
  }
  return null
}

/** Whether it sleeps or waits for a response and then continues: whatever waits for it only ran out of time. */
const goesOn = ({ line }: Waiter, facts: Facts): boolean =>
  facts.calls.some(
    (call) =>
      call.line === line && /^(sleep|network|database|child)$/.test(call.library?.waits ?? ''),
  )

const last = (name: string): string => name.split('.').at(-1) ?? name

const heldBy = (waiter: Waiter, wanted: Taken, other: Waiter, held: Taken): Sighting => ({
  line: waiter.line,
  message: `${Name(waiter)} waits at line ${waiter.line} for ${code(wanted.name)}, which ${nameOf(other)} took at line ${held.line} and holds while it waits at line ${other.line}. Don't wait for anything inside the lock: leave the \`with\` block first.`,
})

function neverReleased(
  waiters: readonly Waiter[],
  waiter: Waiter,
  wanted: Taken,
  same: readonly Taken[],
): Sighting {
  const count = waiters.filter((each) => each.line === waiter.line).length
  const who = count > 1 ? `${times(count, 'call')} of ${nameOf(waiter)}` : Name(waiter)
  const leaving = same.map((each) => leavesEarly(each)).find((each) => each !== null)
  const release = same.map(releaseOf).find((each) => each !== null)
  const why = leaving
    ? `line ${leaving} leaves ${code(wanted.func.qualified)} without releasing it`
    : release
      ? `an error between lines ${wanted.line} and ${release.line} skips the \`release()\``
      : 'nothing releases it'
  const enter = `${wanted.func.async ? 'async with' : 'with'} ${wanted.name}:`
  return {
    line: waiter.line,
    message: `${who} ${count > 1 ? 'wait' : 'waits'} at line ${waiter.line} for ${code(wanted.name)}, and the holder moved on without releasing it: ${why}. Write ${code(enter)}, which always releases it.`,
  }
}

const releaseOf = (taken: Taken): Call | null =>
  taken.func.calls.find(
    (call) => textOf(call) === `${taken.name}.release` && call.line > taken.line,
  ) ?? null

/** The `return`, `continue`, `break` or `raise` between taking and releasing. */
function leavesEarly(taken: Taken): number | null {
  if (taken.node.type !== 'call') return null
  const release = releaseOf(taken)
  const text = taken.func.node.text.split('\n')
  const to = release?.line ?? taken.func.endLine
  for (let line = taken.line + 1; line < to; line += 1) {
    if (/^\s*(return|continue|break|raise)\b/.test(text[line - taken.func.line] ?? '')) return line
  }
  return null
}

/** `join()` on processes whose queue is read only afterwards. */
function stuckInJoin(waiters: readonly Waiter[], { facts }: Program): Sighting | null {
  if (!facts.modules.has('multiprocessing')) return null
  for (const waiter of waiters) {
    const join = standsAt(waiter, facts, /\.join$/, /./)
    if (!join || !facts.spawns.some(({ kind }) => kind === 'process')) continue
    const get = facts.calls.find(
      (call) =>
        /\.(get|get_nowait)$/.test(textOf(call)) &&
        QUEUE.test(typeOf(call)) &&
        call.func === join.func &&
        call.line > join.line,
    )
    const put = facts.calls.find((call) => /\.put$/.test(textOf(call)) && call.func !== join.func)
    if (!get || !put) continue
    return {
      line: waiter.line,
      message: `Line ${waiter.line} joins the processes before line ${get.line} reads their queue: a process ends only when everything it put (line ${put.line}) has gone through the pipe, and a full pipe needs a reader. Call \`get()\` for every result first, then \`join()\`.`,
    }
  }
  return null
}
