/** Locks taken in the wrong order, twice, or not at all. */
import type { Call, Facts, Func } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import { assignedTo, enclosing, executed, type Node, part, within } from '../facts/syntax.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { code } from '../wording.ts'
import {
  type Context,
  contextsOf,
  isLock,
  runsSeveralTimes,
  THREADS,
  timedOut,
} from './evidence.ts'

export type Taken = Readonly<{ name: string; line: number; func: Func; node: Node }>
type Pair = Readonly<{ outer: Taken; inner: Taken }>

/** Two locks taken in opposite orders, or threads that were found waiting for each other. */
export const lockOrder: FindingRule = {
  name: 'lock-order',
  severity: 'error',
  docs: 'library/threading.html#lock-objects',
  find(program) {
    const opposite = oppositePairs(program.facts)
    if (opposite) return [oppositeSighting(...opposite)]
    return stuckInLocks(program)
  },
}

const MOST_PAIRS = 1_000

function oppositePairs(facts: Facts): [Pair, Pair] | null {
  const pairs = facts.functions.flatMap((func) => nestedLocks(func, facts)).slice(0, MOST_PAIRS)
  for (const one of pairs) {
    const other = pairs.find(
      (each) => each.outer.name === one.inner.name && each.inner.name === one.outer.name,
    )
    if (other && one.outer.name !== one.inner.name) return [one, other]
  }
  return null
}

const oppositeSighting = (one: Pair, other: Pair): Sighting => ({
  line: one.inner.line,
  message: `Line ${one.inner.line} takes ${code(one.inner.name)} while holding ${code(one.outer.name)}; line ${other.inner.line} takes them the other way round. Deadlock: each thread can hold the lock that the other needs. Always take locks in one order.`,
})

type Held = Readonly<{ name: string; line: number; wanted: Taken; held: readonly Taken[] }>

/** At the time limit, each of two threads held the lock that the other needed. */
function stuckInLocks(program: Program): Sighting[] {
  if (!timedOut(program)) return []
  const { facts, measures } = program
  const taken = facts.functions.flatMap((func) => takenIn(func, facts))
  const stuck = [
    ...(measures?.trace?.stuckThreads ?? []),
    ...(measures?.trace?.stuckTasks ?? []),
  ].flatMap(({ name, line, lines: at }): Held[] => {
    const wanted = taken.find((each) => each.line === line)
    const held = taken.filter((each) => at.some((where) => heldLines(each).has(where)))
    return wanted && held.length > 0 ? [{ name, line, wanted, held }] : []
  })
  for (const one of stuck) {
    const other = stuck.find(
      (each) => each !== one && has(each, one.wanted.name) && has(one, each.wanted.name),
    )
    if (!other || one.wanted.name === other.wanted.name) continue
    return [
      {
        line: one.line,
        message: `Deadlock: ${code(one.name)} waits at line ${one.line} for ${code(one.wanted.name)}, which ${code(other.name)} holds, and that waits at line ${other.line} for ${code(other.wanted.name)}, which ${code(one.name)} holds. Always take locks in one order.`,
      },
    ]
  }
  return []
}

const has = ({ held }: Held, name: string): boolean => held.some((each) => each.name === name)

/** Locks taken in a function by `with` or `acquire()`. */
export function takenIn(func: Func, facts: Facts): Taken[] {
  const taken: Taken[] = []
  for (const node of executed(func.body)) {
    if (node.type !== 'with_statement') continue
    for (const context of contextsOf(node, func, facts))
      if (isLock(context.name)) taken.push(asTaken(context, func))
  }
  for (const call of func.calls) {
    const receiver = acquired(call)
    if (receiver) taken.push({ name: receiver, line: call.line, func, node: call.node })
  }
  return taken.slice(0, MOST_LOCKS)
}

/** The maximum number of locks in one function to compare with each other. */
const MOST_LOCKS = 40

const asTaken = (context: Context, func: Func): Taken => ({
  name: context.text,
  line: context.node.line,
  func,
  node: context.node,
})

function acquired(call: Call): string | null {
  const text = call.node.children[0]?.text ?? ''
  return text.endsWith('.acquire') && call.arguments.length === 0 && call.keywords.size === 0
    ? text.slice(0, -'.acquire'.length)
    : null
}

/** A lock acquired in one function and released in another is a signal between them and guards nothing. */
function isSignal({ node, name, func }: Taken, facts: Facts): boolean {
  if (node.type !== 'call' || withStatement(node) !== null) return false
  const release = `${name}.release(`
  return (
    facts.source.includes(release) && !func.calls.some((call) => call.node.text.startsWith(release))
  )
}

function nestedLocks(func: Func, facts: Facts): Pair[] {
  const taken = takenIn(func, facts).filter((each) => !isSignal(each, facts))
  const pairs: Pair[] = []
  for (const inner of taken) {
    for (const outer of taken) {
      if (outer !== inner && holdsWhile(outer, inner, func)) pairs.push({ outer, inner })
    }
  }
  return pairs
}

function holdsWhile(outer: Taken, inner: Taken, func: Func): boolean {
  const statement = withStatement(outer.node)
  if (statement) {
    const same = withStatement(inner.node) === statement
    return same
      ? statement.text.indexOf(outer.name) < statement.text.indexOf(inner.name)
      : [...enclosing(inner.node)].includes(statement)
  }
  if (inner.line <= outer.line) return false
  const released = func.calls.some(
    (call) =>
      call.node.children[0]?.text === `${outer.name}.release` &&
      call.line > outer.line &&
      call.line < inner.line,
  )
  return !released
}

/** Lines during which a function holds a lock: the body of its `with`, or up to its `release()`. */
export function heldLines({ node, name, line, func }: Taken): ReadonlySet<number> {
  const statement = withStatement(node)
  const body = statement && part(statement, 'body')
  const release = func.calls.find(
    (call) => call.node.children[0]?.text === `${name}.release` && call.line > line,
  )
  const from = body ? body.line : line + 1
  const to = body ? body.endLine : (release?.line ?? func.endLine)
  return new Set(Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i))
}

function withStatement(node: Node): Node | null {
  for (const outer of enclosing(node)) {
    if (outer.type === 'with_statement') return outer
    if (!/^(with_item|with_clause|as_pattern)$/.test(outer.type)) return null
  }
  return null
}

/** One thread takes a plain lock that it already holds. */
export const lockReentrancy: FindingRule = {
  name: 'lock-reentrancy',
  severity: 'error',
  docs: 'library/threading.html#rlock-objects',
  *find({ facts }) {
    for (const func of facts.functions) {
      for (const held of takenIn(func, facts)) {
        if (!isPlainLock(held, facts)) continue
        const again = takenAgain(held, func, facts)
        if (!again) continue
        yield {
          line: again.line,
          message: `${code(held.name)}, taken at line ${held.line}, is taken again at line ${again.line} by ${held.func.async ? 'the same task, which then waits for itself; split the function so that it is taken once' : 'the same thread, which then waits for itself; use an RLock, or split the function'}.`,
        }
      }
    }
  },
}

function isPlainLock(taken: Taken, facts: Facts): boolean {
  const node = taken.node.type === 'call' ? taken.node.children[0]?.children[0] : taken.node
  return node !== undefined && /\.Lock\(\)$/.test(facts.nameOf(node, taken.func))
}

function takenAgain(held: Taken, func: Func, facts: Facts): Taken | null {
  const statement = withStatement(held.node)
  const body = statement && part(statement, 'body')
  if (!body) return null
  const inside = new Set(within(body))
  // `self._lock` of another class is another lock.
  const same = (each: Taken): boolean =>
    each.name === held.name && (!held.name.startsWith('self.') || each.func.class === func.class)
  const here = takenIn(func, facts).find((each) => same(each) && inside.has(each.node))
  if (here) return here
  for (const call of func.calls) {
    if (!call.target || !inside.has(call.node) || (call.target.async && !call.awaited)) continue
    const reached = [call.target, ...reachedFrom(call.target).map((each) => each.call.target)]
    const again = reached.flatMap((target) => (target ? takenIn(target, facts) : [])).find(same)
    if (again) return again
  }
  return null
}

/** Locks and semaphores entered with the wrong kind of `with`, or released without being taken. */
export const semaphoreMisuse: FindingRule = {
  name: 'semaphore-misuse',
  severity: 'error',
  docs: 'library/asyncio-sync.html',
  *find({ facts }) {
    for (const func of facts.functions) {
      for (const node of executed(func.body)) {
        if (node.type !== 'with_statement') continue
        for (const { name, text, node: at } of contextsOf(node, func, facts)) {
          const kind = /^(asyncio|threading)\.\w*(Lock|Semaphore|Condition)\(\)$/.exec(name)?.[1]
          if (kind === 'asyncio' && !node.async)
            yield {
              line: at.line,
              message: `Line ${at.line}: ${code(text)} is an asyncio object, so enter it with \`async with\`.`,
            }
          if (kind === 'threading' && node.async)
            yield {
              line: at.line,
              message: `Line ${at.line}: ${code(text)} is threading's, which \`async with\` cannot enter; use asyncio's.`,
            }
        }
      }
    }
    yield* releasedOnly(facts)
    yield* madeForEach(facts)
  },
}

const MAKES_ONE = /^(asyncio|threading)\.(Lock|RLock|Semaphore|BoundedSemaphore)$/

/** A lock that each call creates for itself excludes nobody. */
function* madeForEach(facts: Facts): Generator<Sighting> {
  for (const func of facts.functions) {
    if (func.outer === null || !runsSeveralTimes(func, facts, ['task', ...THREADS])) continue
    for (const call of func.calls) {
      if (!MAKES_ONE.test(call.name) || !isKeptHere(call, func)) continue
      yield {
        line: call.line,
        message: `Line ${call.line} makes a new ${code(call.name)} in every call of ${code(func.qualified)}, so none keeps another out: make it once, outside.`,
      }
    }
  }
}

/** Whether it is entered where it is created, or through a name that isn't used elsewhere. */
function isKeptHere({ node }: Call, func: Func): boolean {
  if (withStatement(node)) return true
  const left = assignedTo(node)
  if (left?.type !== 'identifier') return false
  const uses = [...within(func.body)].filter(
    (each) => each.text === left.text && each.type === 'identifier' && each !== left,
  )
  return uses.length > 0 && uses.every((use) => withStatement(use) !== null)
}

function* releasedOnly(facts: Facts): Generator<Sighting> {
  for (const call of facts.calls) {
    if (
      !/^(asyncio|threading)\.(Lock|RLock|Semaphore|BoundedSemaphore)\(\)\.release$/.test(call.name)
    )
      continue
    const receiver = (call.node.children[0]?.text ?? '').replace(/\.release$/, '')
    const isTaken = facts.functions.some((func) =>
      takenIn(func, facts).some((each) => each.name === receiver),
    )
    const acquires = facts.calls.some((each) => each.name.endsWith('.acquire'))
    if (isTaken || acquires || /Semaphore/.test(call.name)) continue
    yield {
      line: call.line,
      message: `Line ${call.line} releases ${code(receiver)}, which nothing has taken; use \`with\` and let it release.`,
    }
  }
}
