/** Fixes of threads, processes, pools and of what they share. */
import type { Facts } from '../../facts/facts.ts'
import { assignedTo, executed, type Node, part, receiverOf, within } from '../../facts/syntax.ts'
import { type Edit, fresh, indentOf } from '../rewrite/edits.ts'
import { guarded } from '../rewrite/module.ts'
import {
  beforeTop,
  callsAt,
  type Fix,
  quoted,
  replaced,
  statementOf,
  withEdits,
  wrapped,
} from './fix.ts'

/** From where a shared value is read to where it is written, under a lock. */
export const locked: Fix = (facts, line, message) => {
  const name = quoted(message)
  const func = facts.functions.findLast((each) => each.line <= line && line <= each.endLine)
  if (!func || name === '') return null
  const write = statementAt(func.body, line)
  if (!write) return null
  const block = write.parent?.children ?? []
  const at = block.indexOf(write)
  const uses = block.filter((node) => holdsText(node, name))
  const isAwait = func.async
  // A read into a local and the write back of it stand in the same block.
  const first = uses.find((node) => block.indexOf(node) <= at && node !== write) ?? write
  const last = uses.findLast((node) => block.indexOf(node) >= at) ?? write
  const value = /^([\w.]+)\.value$/.exec(name)?.[1]
  if (value && !isAwait) {
    const edit = wrapped(facts, write, write, `with ${value}.get_lock():`)
    return edit && withEdits(facts, [edit])
  }
  const lock = fresh('lock', facts.source)
  const from = Math.min(block.indexOf(first), at)
  const edit = wrapped(facts, block[from] ?? write, last, `${isAwait ? 'async ' : ''}with ${lock}:`)
  const made = beforeTop(
    facts,
    func.node,
    `${lock} = ${isAwait ? 'asyncio' : 'threading'}.Lock()\n\n\n`,
  )
  if (!edit || !made) return null
  return withEdits(facts, [edit, made], [isAwait ? 'import asyncio' : 'import threading'])
}

/** The innermost statement at a line that is in a block itself. */
function statementAt(body: Node, line: number): Node | null {
  const statements = Array.from(executed(body)).filter(
    (node) =>
      /^(block|module)$/.test(node.parent?.type ?? '') && node.line <= line && line <= node.endLine,
  )
  return statements.at(-1) ?? null
}

const holdsText = (node: Node, name: string): boolean =>
  Array.from(within(node)).some(({ text }) => text === name)

/** `Lock()` → `RLock()`, for a thread that takes its own lock twice. */
export const reentrant: Fix = (facts, line, message) => {
  if (/\btask\b/.test(message)) return null
  const locks = facts.calls.filter(({ name }) => name === 'threading.Lock')
  const name = quoted(message)
  const made = locks.filter(({ node }) => {
    const left = assignedTo(node)?.text
    return left && (left === name || left.split('.').at(-1) === name.split('.').at(-1))
  })
  if (made.length === 0 || line === 0) return null
  return withEdits(
    facts,
    made.flatMap(({ node }) => {
      const called = part(node, 'function')
      return called ? [replaced(called, called.text.replace(/Lock$/, 'RLock'))] : []
    }),
    made.some(({ node }) => part(node, 'function')?.text === 'Lock')
      ? ['from threading import RLock']
      : [],
  )
}

/** Two locks that are taken in both orders: one of the orders everywhere. */
export const inOneOrder: Fix = (facts) => {
  const pairs = Array.from(within(facts.root)).flatMap((outer) => {
    const first = lockOf(outer)
    if (!first) return []
    const own = lockPair(outer)
    if (own) return [own]
    const inner = Array.from(executed(part(outer, 'body') ?? outer)).find(
      (node) => node !== outer && lockOf(node),
    )
    const second = inner && lockOf(inner)
    return second ? [{ first, second }] : []
  })
  for (const { first, second } of pairs) {
    const other = pairs.find(
      (each) => each.first.text === second.text && each.second.text === first.text,
    )
    if (!other) continue
    return withEdits(facts, [
      replaced(other.first, first.text),
      replaced(other.second, second.text),
    ])
  }
  return null
}

/** `with a, b:` */
function lockPair(node: Node): Readonly<{ first: Node; second: Node }> | null {
  const [first, second] = node.children[0]?.children ?? []
  const [one, two] = [first?.children[0], second?.children[0]]
  return one && two ? { first: one, second: two } : null
}

function lockOf(node: Node): Node | null {
  if (node.type !== 'with_statement') return null
  const value = node.children[0]?.children[0]?.children[0] ?? null
  return value && /^[\w.]+$/.test(value.text) ? value : null
}

/** `Thread(target=f(x))` → `Thread(target=f, args=(x,))` */
export const passedOn: Fix = (facts, line) => {
  for (const call of callsAt(facts, line)) {
    const target = call.keywords.get('target')
    const [work] = call.arguments
    const handed = target ?? work
    const function_ = handed?.type === 'call' ? part(handed, 'function') : null
    if (!handed || !function_) continue
    const given = part(handed, 'arguments')?.text.slice(1, -1).trim().replace(/,$/, '') ?? ''
    const more = given === '' ? '' : target ? `, args=(${given},)` : `, ${given}`
    return withEdits(facts, [replaced(handed, `${function_.text}${more}`)])
  }
  return null
}

/** A lambda handed to processes becomes a function at the top. */
export const named: Fix = (facts, line) => {
  const call = callsAt(facts, line).find((each) => each.arguments[0]?.type === 'lambda')
  const lambda = call?.arguments[0]
  const body = lambda && part(lambda, 'body')
  if (!lambda || !body) return null
  const name = fresh('work', facts.source)
  const given = part(lambda, 'parameters')?.text ?? ''
  const def = beforeTop(facts, lambda, `def ${name}(${given}):\n    return ${body.text}\n\n\n`)
  return def && withEdits(facts, [replaced(lambda, name), def])
}

/** What starts processes, under a main guard. */
export const withMainGuard: Fix = (facts, line) => {
  const top = facts.root.children.find((node) => node.line <= line && line <= node.endLine)
  return top ? guarded(facts.source, [], top) : null
}

/** A semaphore made in each call becomes one for all. */
export const oneSemaphore: Fix = (facts, line) => {
  const made = callsAt(facts, line).find(({ name }) => /Semaphore$|Lock$/.test(name))
  const statement = made && statementOf(made.node)
  if (!made || !statement) return null
  const limit = fresh('limit', facts.source)
  const top = beforeTop(facts, made.func.node, `${limit} = ${made.node.text}\n\n\n`)
  if (!top) return null
  return withEdits(facts, [top, replaced(made.node, limit)])
}

/** Waits for the threads of a list before their results are read. */
export const joinedBefore: Fix = (facts, line) => {
  const starts = Array.from(within(facts.root)).find(
    (node) =>
      node.type === 'for_statement' &&
      part(node, 'body')?.text === `${part(node, 'left')?.text}.start()`,
  )
  const list = starts && part(starts, 'right')?.text
  const statement = statementAt(facts.root, line) ?? statementIn(facts, line)
  const indent = statement && indentOf(facts.source, statement.start)
  if (!list || !statement || indent === null || indent === undefined) return null
  const text = `for thread in ${list}:\n${indent}    thread.join()\n${indent}`
  return withEdits(facts, [{ start: statement.start, end: statement.start, text }])
}

function statementIn(facts: Facts, line: number): Node | null {
  const func = facts.functions.findLast((each) => each.line <= line && line <= each.endLine)
  return func ? statementAt(func.body, line) : null
}

/** `process.wait()` before the pipe is read → `communicate()` */
export const communicated: Fix = (facts, line) => {
  const wait = callsAt(facts, line).find(({ name }) => /\.wait$/.test(name))
  const statement = wait && statementOf(wait.node)
  const process = wait && receiverOf(wait.node)?.text
  if (!statement || !process) return null
  const reads = facts.calls.filter(
    ({ node }) => node.text === `${process}.stdout.read()` && node.start > statement.start,
  )
  const [read] = reads
  if (!read || wait.node.parent !== statement) return null
  const end = facts.source.indexOf('\n', statement.start + statement.text.length) + 1
  const from = facts.source.lastIndexOf('\n', statement.start - 1) + 1
  const edits: Edit[] = [
    { start: from, end, text: '' },
    replaced(read.node, `${process}.communicate()[0]`),
  ]
  return withEdits(facts, edits)
}

/** `executor.map(f, xs)` that nobody reads → `list(executor.map(f, xs))` */
export const resultsRead: Fix = (facts, line) => {
  const call = callsAt(facts, line).find(
    ({ name, discarded }) => discarded && /\.(map|imap|submit|apply_async)$/.test(name),
  )
  if (!call) return null
  if (/map$/.test(call.name))
    return withEdits(facts, [replaced(call.node, `list(${call.node.text})`)])
  return null
}
