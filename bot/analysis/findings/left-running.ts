/** `gather` where one call fails while the others keep running unnoticed. */
import type { Call, Facts } from '../facts/facts.ts'
import { enclosing, executed, type Node, part } from '../facts/syntax.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { code, duration, times } from '../wording.ts'
import { ranThrough } from './evidence.ts'

const BETTER =
  '`asyncio.TaskGroup` cancels and awaits the rest before the error goes on; `return_exceptions=True` waits for all of them'

export const leftRunning: FindingRule = {
  name: 'gather-left-running',
  severity: 'warning',
  docs: 'library/asyncio-task.html#task-groups',
  *find(program) {
    for (const call of program.facts.calls) {
      if (call.name !== 'asyncio.gather' || call.keywords.has('return_exceptions')) continue
      const handler = catching(call)
      if (!handler || cancelsRest(call)) continue
      const seen = seenRunning(call, program)
      if (seen) yield seen
      else if (!ranThrough(program) && isSeveral(call, program.facts)) yield expected(call)
    }
  },
}

/** The `except` that catches the error of the gather and continues. */
function catching(call: Call): Node | null {
  for (const outer of enclosing(call.node)) {
    if (outer === call.func.body) return null
    if (outer.type !== 'try_statement') continue
    const body = part(outer, 'body')
    if (!body || !contains(body, call.node)) continue
    const handler = outer.children.find(
      (each) =>
        each.type === 'except_clause' && !leaves(each) && !/Timeout|Cancel/.test(headOf(each)),
    )
    if (handler) return handler
  }
  return null
}

const contains = (outer: Node, inner: Node): boolean =>
  outer.start <= inner.start && inner.start < outer.start + outer.text.length

const headOf = (clause: Node): string => clause.text.split('\n', 1)[0] ?? ''

const leaves = (clause: Node): boolean =>
  [...executed(clause)].some(
    (node) =>
      node.type === 'raise_statement' ||
      /^(sys\.)?(exit|_exit|quit)\(/.test(node.text.slice(0, 12)),
  )

const cancelsRest = (call: Call): boolean =>
  call.func.calls.some((each) => /\.(cancel|abort)$/.test(each.name))

const isSeveral = (call: Call, facts: Facts): boolean =>
  facts.spawns.some(
    (spawn, _, all) =>
      spawn.call === call &&
      (spawn.fan !== 1 || all.filter((each) => each.call === call).length > 1),
  )

const expected = (call: Call): Sighting => ({
  line: call.line,
  message: `When one call in the gather at line ${call.line} fails, the \`except\` goes on while the others are still running, unobserved: ${BETTER}.`,
})

/** Only reported where others ran for at least this long after the error, ms. */
const LONG_MS = 20

function seenRunning(call: Call, { measures }: Program): Sighting | null {
  const lines = new Set<number>()
  for (let line = call.line; line <= call.node.endLine; line += 1) lines.add(line)
  const tasks = (measures?.trace?.tasks ?? []).filter((task) => lines.has(task.madeAt))
  const failed = tasks
    .filter((task) => task.state === 'error' && task.endMs !== null)
    .toSorted((a, b) => (a.endMs ?? 0) - (b.endMs ?? 0))[0]
  if (!failed) return null
  const at = failed.endMs ?? 0
  const others = tasks.filter(
    (task) =>
      task !== failed &&
      task.bornMs <= at &&
      (task.endMs ?? Number.POSITIVE_INFINITY) > at + LONG_MS,
  )
  if (others.length === 0) return null
  const longest = Math.max(...others.map((task) => (task.endMs ?? at) - at))
  const on = longest >= LONG_MS ? `, for up to ${duration(longest)} more,` : ''
  return {
    line: call.line,
    severity: 'error',
    message: `In the gather at line ${call.line} ${code(failed.coro)} failed, and the \`except\` went on while ${times(others.length, 'other call')} kept running${on} unobserved: ${BETTER}.`,
  }
}
