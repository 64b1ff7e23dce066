import type { Call, Facts, Func } from '../facts/facts.ts'
import { enclosing, executed, type Node, part } from '../facts/syntax.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'

/** What newer Python versions removed, and what to write instead. */
const REMOVED: readonly (readonly [name: string, since: string, instead: string])[] = [
  ['asyncio.coroutine', '3.11', 'async def'],
  ['asyncio.async', '3.7', 'asyncio.create_task'],
  ['asyncio.JoinableQueue', '3.5', 'asyncio.Queue'],
  ['asyncio.Task.all_tasks', '3.9', 'asyncio.all_tasks'],
  ['asyncio.Task.current_task', '3.9', 'asyncio.current_task'],
  ['asyncio.get_event_loop().create_server().sockets', '3.7', 'server.sockets'],
  ['threading.Thread().isAlive', '3.9', 'is_alive'],
  ['time.clock', '3.8', 'time.perf_counter'],
]

const LOST_LOOP =
  /^asyncio\.(sleep|gather|wait|wait_for|shield|as_completed|Queue|LifoQueue|PriorityQueue|Lock|Event|Condition|Semaphore)$/

export const removedApi: FindingRule = {
  name: 'removed-api',
  severity: 'error',
  docs: 'library/asyncio-task.html#asyncio.wait',
  *find({ facts }) {
    for (const call of facts.calls) {
      const wrong = wrongIn(call, facts.calls)
      if (wrong === null || isForOlderPython(call.node) || isNamedForOlderPython(call)) continue
      yield { line: call.line, message: `Line ${call.line}: ${wrong}` }
    }
    for (const func of facts.functions) {
      if (!isOldCoroutine(func, facts) || isForOlderPython(func.node)) continue
      yield {
        line: func.line,
        message: `Line ${func.line}: \`@asyncio.coroutine\` is gone since Python 3.11; write \`async def\` and \`await\`.`,
      }
    }
  },
}

/** What is no longer there or no longer taken, and what to use; null where nothing is. */
function wrongIn(call: Call, calls: readonly Call[]): string | null {
  const removed = REMOVED.find(([name]) => name === call.name)
  if (removed) {
    const [name, since, instead] = removed
    return `${code(name)} is gone since Python ${since}; use ${code(instead)}.`
  }
  if (LOST_LOOP.test(call.name) && call.keywords.has('loop'))
    return `${code(call.name)} hasn't accepted \`loop=\` since Python 3.10; leave it out.`
  if (waitsForCoroutines(call, calls))
    return '`asyncio.wait()` needs tasks since Python 3.11, not coroutines; use `asyncio.gather(...)` or wrap each in `asyncio.create_task`.'
  return null
}

/** `asyncio.wait([f(), g()])` */
function waitsForCoroutines(call: Call, calls: readonly Call[]): boolean {
  if (call.name !== 'asyncio.wait') return false
  const list = call.arguments[0]
  if (!list || !/^(list|set|tuple|list_comprehension|set_comprehension)$/.test(list.type))
    return false
  return calls.some((each) => each.target?.async === true && each.node.parent === list)
}

function isOldCoroutine(func: Func, facts: Facts): boolean {
  const around = func.node.parent?.type === 'decorated_definition' ? func.node.parent.children : []
  return around.some(
    ({ type, children: [name] }) =>
      type === 'decorator' &&
      name !== undefined &&
      facts.nameOf(name, func.outer ?? func) === 'asyncio.coroutine',
  )
}

/** Whether it is reached only after checking the version or the module's contents, or after trying the new name. */
function isForOlderPython(node: Node): boolean {
  for (const outer of enclosing(node)) {
    if (outer.type === 'except_clause') return true
    if (outer.type !== 'if_statement' && outer.type !== 'conditional_expression') continue
    const asked = part(outer, 'condition')?.text ?? outer.text
    if (/version_info|hexversion|hasattr|python_version|\bPY_?\d/.test(asked)) return true
  }
  return false
}

/** `try: now = asyncio.current_task; except AttributeError: now = asyncio.Task.current_task` */
function isNamedForOlderPython(call: Call): boolean {
  const called = part(call.node, 'function')
  if (called?.type !== 'identifier') return false
  for (const node of executed(call.func.body))
    if (node.type === 'assignment' && part(node, 'left')?.text === called.text)
      if (isForOlderPython(node)) return true
  return false
}
