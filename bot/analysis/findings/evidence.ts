/** Questions about the source and the run that several findings share. */
import type { Severity } from '../advice.ts'
import { entriesOf } from '../facts/entries.ts'
import type { Call, Facts, Func, Spawn } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import { enclosing, type Node, part } from '../facts/syntax.ts'
import type { Place } from '../frameworks.ts'
import type { Program } from '../program.ts'

/** Calls that a coroutine makes directly without awaiting them. */
export const heldCalls = (facts: Facts): Call[] =>
  facts.calls.filter((call) => call.func.async && !call.awaited)

/** Raises the severity by one level, for what the run confirmed. */
export const promoted = (severity: Severity): Severity =>
  severity === 'hint' ? 'warning' : 'error'

/** Whether the run hit its wall or CPU time limit. */
export const timedOut = ({ measures }: Program): boolean => measures?.result.status === 'timeout'

/** Whether the run finished, so that what it didn't show didn't happen. */
export const ranThrough = ({ measures }: Program): boolean => measures?.finished === true

/** Whether the audit hook saw this line run on the event loop. */
export const seenInLoop = ({ measures }: Program, line: number): boolean =>
  measures?.trace?.calls.some((call) => call.line === line && call.inLoop) === true

/** Spawns whose target is this function, or reaches it by plain calls. */
export function spawnsReaching(func: Func, facts: Facts): Spawn[] {
  return facts.spawns.filter(
    ({ target }) =>
      target !== null &&
      (target === func || reachedFrom(target).some(({ call }) => call.target === func)),
  )
}

/** Whether several tasks, threads or processes run this function concurrently. */
export function runsSeveralTimes(
  func: Func,
  facts: Facts,
  kinds: readonly Spawn['kind'][],
): boolean {
  const spawns = spawnsReaching(func, facts).filter((spawn) => kinds.includes(spawn.kind))
  return spawns.length > 1 || spawns.some((spawn) => spawn.fan !== 1)
}

/** Whether a framework may call this function again before it has returned, on its loop or in another thread. */
export const isCalledSideBySide = (func: Func, facts: Facts, where: Place): boolean =>
  entriesOf(facts).some(
    (entry) => entry.func === func && entry.framework.many && entry.place === where,
  )

export const THREADS = ['thread', 'thread-pool', 'to-thread', 'executor'] as const
export const PROCESSES = ['process', 'process-pool'] as const

/** Names of the context managers held around a node within its function: `with lock:`. */
export function heldAround(node: Node, func: Func, facts: Facts): string[] {
  const held: string[] = []
  for (const outer of enclosing(node)) {
    if (outer === func.body) break
    if (outer.type === 'with_statement')
      held.push(...contextsOf(outer, func, facts).map((c) => c.name))
  }
  return held
}

export type Context = Readonly<{ name: string; text: string; node: Node }>

/** What a `with` statement enters, in order. */
export function contextsOf(statement: Node, func: Func, facts: Facts): Context[] {
  const items = statement.children.find((child) => child.type === 'with_clause')?.children ?? []
  return items.flatMap((item) => {
    const value = part(item, 'value') ?? item.children[0]
    const entered = value?.type === 'as_pattern' ? value.children[0] : value
    return entered ? [{ name: facts.nameOf(entered, func), text: entered.text, node: entered }] : []
  })
}

/** Whether a dotted name looks like a lock, semaphore or condition. */
export const isLock = (name: string): boolean =>
  /(Lock|Semaphore|Condition)\(\)$/.test(name) || /(^|[._])(r?lock|mutex|sem(aphore)?)$/i.test(name)

/** The statements of a function, without its docstring. */
export function statementsOf(func: Func): readonly Node[] {
  if (func.body.type !== 'block') return [func.body]
  return func.body.children.filter(
    (node) => !(node.type === 'expression_statement' && node.children[0]?.type === 'string'),
  )
}
