/** Fixes of coroutines and of what holds up their event loop. */
import type { Call, Facts } from '../../facts/facts.ts'
import { enclosing, type Node, part } from '../../facts/syntax.ts'
import { fresh, indentOf } from '../rewrite/edits.ts'
import { callsAt, type Fix, handedOver, operand, replaced, statementOf, withEdits } from './fix.ts'

/** `time.sleep(1)` → `await asyncio.sleep(1)` */
export const asyncSleep: Fix = (facts, line) => {
  const call = callsAt(facts, line).find(
    ({ library, func }) => library?.waits === 'sleep' && !library.coroutine && func.async,
  )
  const called = call && part(call.node, 'function')
  if (!call || !called) return inThread(facts, line, '')
  return withEdits(facts, [replaced(called, 'await asyncio.sleep')], ['import asyncio'])
}

/** `requests.get(url)` → `await asyncio.to_thread(requests.get, url)` */
export const inThread: Fix = (facts, line) => {
  const here = callsAt(facts, line).filter(
    ({ awaited, func, node }) => !awaited && func.async && !isHanded(node.text, facts.source),
  )
  const call =
    here.find(({ library }) => library?.waits && !library.coroutine) ??
    here.find(({ target }) => target && !target.async)
  if (!call) return null
  const text = operand(call.node, `await asyncio.to_thread(${handedOver(call)})`)
  return withEdits(facts, [replaced(call.node, text)], ['import asyncio'])
}

const isHanded = (call: string, source: string): boolean => source.includes(`to_thread(${call}`)

/** `f()` → `await f()`, or `asyncio.run(f())` outside of coroutines. */
export const awaited: Fix = (facts, line) => {
  const call = callsAt(facts, line).find(
    ({ target, library, awaited }) => !awaited && (target?.async || library?.coroutine),
  )
  if (!call) return null
  const isInside = call.func.async || enclosesAsync(call.func)
  const text = isInside
    ? operand(call.node, `await ${call.node.text}`)
    : `asyncio.run(${call.node.text})`
  return withEdits(facts, [replaced(call.node, text)], ['import asyncio'])
}

const enclosesAsync = ({ node, async }: { node: { type: string }; async: boolean }): boolean =>
  node.type === 'lambda' && async

/** `asyncio.run(f())` in a coroutine → `await f()` */
export const awaitedHere: Fix = (facts, line) => {
  const call = callsAt(facts, line).find(({ name }) => /(^|\.)(run|run_until_complete)$/.test(name))
  const coroutine = call?.arguments[0]
  if (!call || !coroutine) return null
  if (!call.func.async) return asCoroutine(facts, call, coroutine)
  const text = operand(call.node, `await ${coroutine.text}`)
  return withEdits(facts, [replaced(call.node, text)])
}

/** A plain function that starts a loop of its own becomes a coroutine, where only coroutines call it. */
function asCoroutine(facts: Facts, { func, node }: Call, coroutine: Node): string | null {
  const callers = facts.calls.filter(({ target }) => target === func)
  const isFunction = func.node.type === 'function_definition'
  if (!isFunction || callers.length === 0 || callers.some((each) => !each.func.async)) return null
  return withEdits(facts, [
    { start: func.node.start, end: func.node.start, text: 'async ' },
    replaced(node, operand(node, `await ${coroutine.text}`)),
    ...callers.map((each) => replaced(each.node, operand(each.node, `await ${each.node.text}`))),
  ])
}

/** The task is kept, and awaited at the end of its function. */
export const taskAwaited: Fix = (facts, line) => {
  const call = callsAt(facts, line).find(({ name }) => /(create_task|ensure_future)$/.test(name))
  const statement = call && statementOf(call.node)
  const last = call?.func.body.children.at(-1)
  if (!call?.func.async || !statement || !last) return null
  const { source } = facts
  const outer = indentOf(source, last.start)
  const around = [statement, ...enclosing(statement)].find(
    ({ parent }) => parent === call.func.body,
  )
  if (outer === null || !around) return null
  const tasks = fresh('tasks', source)
  const isLast = last.type === 'return_statement'
  const end = last.start + last.text.length
  const wait = `await asyncio.gather(*${tasks})`
  return withEdits(
    facts,
    [
      { start: around.start, end: around.start, text: `${tasks} = []\n${outer}` },
      replaced(call.node, `${tasks}.append(${call.node.text})`),
      isLast
        ? { start: last.start, end: last.start, text: `${wait}\n${outer}` }
        : { start: end, end, text: `\n${outer}${wait}` },
    ],
    ['import asyncio'],
  )
}

/** `asyncio.wait(coroutines)` takes tasks only; `@asyncio.coroutine` is gone. */
export const withoutRemoved: Fix = (facts, line) => {
  const wait = callsAt(facts, line).find(({ name }) => name === 'asyncio.wait')
  const given = wait?.arguments[0]
  if (given) {
    const each = fresh('each', facts.source)
    return withEdits(facts, [
      replaced(given, `[asyncio.create_task(${each}) for ${each} in ${given.text}]`),
    ])
  }
  return facts.source
    .replaceAll(/^([ \t]*)@(?:asyncio|types)\.coroutine[ \t]*\n[ \t]*def /gm, '$1async def ')
    .replaceAll(/\byield from /g, 'await ')
}
