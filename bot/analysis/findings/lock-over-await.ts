/** A thread lock that a coroutine holds while it is suspended. */
import type { Facts, Func } from '../facts/facts.ts'
import { executed, type Node, receiverOf } from '../facts/syntax.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'
import { contextsOf } from './evidence.ts'

const LOCK = /^(threading|multiprocessing)\.(Lock|RLock|Semaphore|BoundedSemaphore|Condition)\(\)$/

/** The next coroutine that wants it blocks the loop, and with it the coroutine that would release it. */
export const lockOverAwait: FindingRule = {
  name: 'lock-over-await',
  severity: 'error',
  docs: 'library/asyncio-sync.html#asyncio.Lock',
  *find({ facts }) {
    for (const func of facts.functions) {
      if (!func.async) continue
      for (const { name, type, line, awaitLine } of heldOver(func, facts)) {
        const kind = type.replace(/\(\)$/, '')
        const effect = kind.endsWith('RLock')
          ? 'all coroutines run in one thread, so it lets every one of them in and protects nothing'
          : 'the next coroutine that wants it blocks the whole event loop, so this one never gets to release it'
        yield {
          line,
          message: `Line ${line} holds ${code(name)}, a ${code(kind)}, over the \`await\` at line ${awaitLine}: ${effect}. Use \`asyncio.Lock\` with \`async with\`.`,
        }
      }
    }
  },
}

type Held = Readonly<{ name: string; type: string; line: number; awaitLine: number }>

function* heldOver(func: Func, facts: Facts): Generator<Held> {
  const awaits = func.awaits.filter((node) => !node.text.includes('to_thread'))
  const firstIn = (start: number, end: number): Node | undefined =>
    awaits.find((node) => node.start >= start && node.start < end)
  for (const node of executed(func.body)) {
    if (node.type !== 'with_statement' || node.async) continue
    const lock = contextsOf(node, func, facts).find(({ name }) => LOCK.test(name))
    const suspended = lock && firstIn(node.start, node.start + node.text.length)
    if (suspended)
      yield { name: lock.text, type: lock.name, line: lock.node.line, awaitLine: suspended.line }
  }
  for (const call of func.calls) {
    const object = receiverOf(call.node)
    if (!object || call.awaited || !call.name.endsWith('.acquire')) continue
    const type = facts.nameOf(object, func)
    if (!LOCK.test(type)) continue
    const release = func.calls.find(
      (each) =>
        each.node.start > call.node.start && each.node.text.startsWith(`${object.text}.release(`),
    )
    const suspended = release && firstIn(call.node.start, release.node.start)
    if (suspended) yield { name: object.text, type, line: call.line, awaitLine: suspended.line }
  }
}
