/** Results of threads and processes that are read too early or in the wrong process. */
import type { Call, Facts, Func } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import { enclosing, executed, part, receiverOf } from '../facts/syntax.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'

export const unjoinedThread: FindingRule = {
  name: 'unjoined-thread',
  severity: 'error',
  docs: 'library/threading.html#threading.Thread.join',
  *find({ facts }) {
    if (facts.calls.some(waitsForThreads)) return
    for (const { kind, call, target } of facts.spawns) {
      if (kind !== 'thread' || call.name !== 'threading.Thread' || !target) continue
      const read = readAfter(call, collectedBy(target, facts))
      if (!read) continue
      yield {
        line: read.line,
        message: `Line ${read.line} reads ${code(read.text)} while the threads of line ${call.line} may still be at work on it: nothing waits for them; call \`join()\` on each of them first.`,
      }
      return
    }
  },
}

/** A process changes its own copy of what the module holds. */
export const notShared: FindingRule = {
  name: 'not-shared',
  severity: 'error',
  docs: 'library/multiprocessing.html#sharing-state-between-processes',
  *find({ facts }) {
    for (const { kind, call, target } of facts.spawns) {
      if (!/^process/.test(kind) || !target) continue
      const read = readAfter(call, collectedBy(target, facts))
      if (!read || fills(read.text, call.func)) continue
      yield {
        line: read.line,
        message: `Line ${read.line} reads ${code(read.text)}, but each process of line ${call.line} filled a copy of its own: return the values from a pool's \`map\`, or send them through a \`multiprocessing.Queue\`.`,
      }
      return
    }
  },
}

/** Whether it joins them, or waits for a signal from them. */
function waitsForThreads(call: Call): boolean {
  if (/^(lock|queue)$/.test(call.library?.waits ?? '')) return true
  const object = receiverOf(call.node)
  return /\.(join|wait|result|is_alive|active_count)$/.test(call.name) && object?.type !== 'string'
}

/** Whether the starter also puts values into it, as into a queue. */
const fills = (name: string, func: Func): boolean =>
  func.calls.some((call) => COLLECTS.exec(part(call.node, 'function')?.text ?? '')?.[1] === name)

const COLLECTS = /^(\w+)\.(append|add|extend|update|insert)$/

/** Module variables that a thread stores its results in. */
function collectedBy(target: Func, facts: Facts): Set<string> {
  const functions = [target, ...reachedFrom(target).flatMap(({ call }) => call.target ?? [])]
  const own = new Set(functions.flatMap((func) => [...func.parameters, ...assignedIn(func)]))
  const names = new Set<string>()
  for (const func of functions) {
    for (const call of func.calls) {
      const name = COLLECTS.exec(part(call.node, 'function')?.text ?? '')?.[1]
      if (name && !own.has(name)) names.add(name)
    }
    for (const node of executed(func.body)) {
      const left = /^(augmented_)?assignment$/.test(node.type) ? part(node, 'left') : null
      const name = left?.type === 'subscript' ? left.children[0]?.text : undefined
      if (name && !own.has(name)) names.add(name)
    }
  }
  return names.size > 0 && assignedIn(facts.module).some((name) => names.has(name))
    ? names
    : new Set()
}

const assignedIn = (func: Func): string[] =>
  [...executed(func.body)].flatMap((node) => {
    const left = node.type === 'assignment' ? part(node, 'left') : null
    return left?.type === 'identifier' ? [left.text] : []
  })

/** Where the starter reads one of these variables afterwards, without a sleep or loop that waits first. */
function readAfter(call: Call, names: ReadonlySet<string>) {
  const { func, loops } = call
  const after = Math.max(call.node.endLine, loops[0]?.node.endLine ?? 0)
  for (const node of executed(func.body)) {
    if (node.line <= after) continue
    if (node.type === 'while_statement') return null
    if (func.calls.some((each) => each.node === node && each.library?.waits === 'sleep'))
      return null
    if (
      node.type === 'identifier' &&
      names.has(node.text) &&
      ![...enclosing(node)].includes(call.node)
    )
      return node
  }
  return null
}
