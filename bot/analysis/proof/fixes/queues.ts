/** Fixes of queues and of those who take from them. */
import type { Call, Facts } from '../../facts/facts.ts'
import { enclosing, part, receiverOf } from '../../facts/syntax.ts'
import { indentOf } from '../rewrite/edits.ts'
import { type Fix, statementOf, withEdits } from './fix.ts'

/** `queue.task_done()` after the work of each item. */
export const taskDone: Fix = (facts) => {
  const edits = gets(facts).flatMap((get) => {
    const loop = [...enclosing(get.node)].find(({ type }) => type === 'while_statement')
    const body = loop && part(loop, 'body')
    const last = body?.children.at(-1)
    const indent = last && indentOf(facts.source, last.start)
    const queue = receiverOf(get.node)?.text
    if (!last || indent === null || indent === undefined || !queue) return []
    const end = last.start + last.text.length
    return [{ start: end, end, text: `\n${indent}${queue}.task_done()` }]
  })
  return edits.length > 0 ? withEdits(facts, edits) : null
}

const gets = ({ calls }: Facts): Call[] =>
  calls.filter(
    ({ name, loops }) =>
      /Queue\(\)\.get$|(^|\.)q(ueue)?\.get$/i.test(name) && loops.at(-1)?.endless,
  )

/** Each consumer stops at a `None`, and gets one when nothing more is to come. */
export const stoppedByNone: Fix = (facts) => {
  const [get, ...others] = gets(facts)
  const statement = get && statementOf(get.node)
  const assignment = statement?.children[0]
  const item = assignment?.type === 'assignment' ? part(assignment, 'left')?.text : undefined
  const indent = statement && indentOf(facts.source, statement.start)
  if (!get || others.length > 0 || !statement || !item || typeof indent !== 'string') return null
  const end = statement.start + statement.text.length
  const stop = { start: end, end, text: `\n${indent}if ${item} is None:\n${indent}    break` }
  const last = lastPut(facts)
  return last && withEdits(facts, [stop, last])
}

/** After the loop that puts the items. */
function lastPut(facts: Facts) {
  const puts = facts.calls.filter(({ name }) => /\.put(_nowait)?$/.test(name))
  const put = puts.at(-1)
  const producers = facts.spawns.filter(({ target }) => target === put?.func)
  const consumers = facts.spawns.filter(({ target }) => target && gets(facts)[0]?.func === target)
  const count = consumers.reduce<number>((sum, { fan }) => sum + (fan ?? 1), 0)
  if (!put || producers.some(({ fan }) => fan !== 1) || producers.length > 1) return null
  const loop = put.loops[0]?.node
  const after = loop ?? statementOf(put.node)
  const indent = after && indentOf(facts.source, after.start)
  const called = part(put.node, 'function')?.text
  if (!after || typeof indent !== 'string' || !called) return null
  const end = after.start + after.text.length
  const line = `${put.awaited ? 'await ' : ''}${called}(None)`
  const text =
    count > 1 ? `\n${indent}for _ in range(${count}):\n${indent}    ${line}` : `\n${indent}${line}`
  return { start: end, end, text }
}

/** After `queue.join()` nothing is left to do: the consumers are cancelled, and then waited for. */
export const cancelledAfterJoin: Fix = (facts) => {
  const join = facts.calls.find(({ name, awaited }) => awaited && /\.join$/.test(name))
  if (!join?.func.async) return null
  for (const { name, node, func } of facts.calls) {
    const given = /^asyncio\.gather\(\*(\w+)\)$/.exec(node.text)?.[1]
    const statement = statementOf(node)
    const indent = statement && indentOf(facts.source, statement.start)
    const isAfter = func === join.func && node.start > join.node.start
    if (name !== 'asyncio.gather' || !given || !isAfter || typeof indent !== 'string') continue
    const end = node.start + node.text.length - 1
    return withEdits(facts, [
      {
        start: statement?.start ?? 0,
        end: statement?.start ?? 0,
        text: `for task in ${given}:\n${indent}    task.cancel()\n${indent}`,
      },
      { start: end, end, text: ', return_exceptions=True' },
    ])
  }
  return null
}
