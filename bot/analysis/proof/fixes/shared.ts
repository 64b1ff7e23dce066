/** Fixes where threads, processes and asyncio meet: locks, contexts, pools and queues of the wrong kind. */
import {
  assignedTo,
  enclosing,
  executed,
  type Node,
  part,
  receiverOf,
  within,
} from '../../facts/syntax.ts'
import { dedented, type Edit, edited, fresh, indented, indentOf } from '../rewrite/edits.ts'
import {
  beforeTop,
  callsAt,
  type Fix,
  handedOver,
  quoted,
  replaced,
  statementOf,
  withEdits,
  wrapped,
} from './fix.ts'

/** A thread's lock that is held over an `await` → `asyncio.Lock` and `async with`. */
export const asyncLock: Fix = (facts, line, message) => {
  const name = quoted(message)
  const made = facts.calls.filter(({ node }) => assignedTo(node)?.text === name)
  const [lock] = made
  const called = lock && part(lock.node, 'function')
  if (!called || made.length > 1 || line === 0) return null
  const edits: Edit[] = [replaced(called, 'asyncio.Lock')]
  for (const func of facts.functions) {
    for (const node of executed(func.body)) {
      if (node.type !== 'with_statement' || node.async || !holdsLock(node, name)) continue
      if (!func.async) return null
      edits.push({ start: node.start, end: node.start, text: 'async ' })
    }
  }
  return withEdits(facts, edits, ['import asyncio'])
}

const holdsLock = (node: Node, name: string): boolean =>
  (node.children[0]?.children ?? []).some((item) => item.text === name)

/** `loop.run_in_executor(None, f, x)` does not carry context variables, `asyncio.to_thread(f, x)` does. */
export const contextCarried: Fix = (facts, line) => {
  for (const call of callsAt(facts, line)) {
    if (/\.run_in_executor$/.test(call.name)) {
      const [, ...given] = call.arguments
      const text = `asyncio.to_thread(${given.map((each) => each.text).join(', ')})`
      return withEdits(facts, [replaced(call.node, text)], ['import asyncio'])
    }
    const [work] = call.arguments
    if (/\.submit$/.test(call.name) && work)
      return withEdits(
        facts,
        [{ start: work.start, end: work.start, text: 'contextvars.copy_context().run, ' }],
        ['import contextvars'],
      )
  }
  return null
}

/** What comes after the `with` of a pool, moved into it. */
export const insidePool: Fix = (facts, line) => {
  const { source } = facts
  const call = callsAt(facts, line)[0]
  const block = call && [...enclosing(call.node)].find(({ type }) => type === 'with_statement')
  const body = block && part(block, 'body')
  const after = block?.parent?.children.filter((node) => node.start > block.start) ?? []
  const [first, last] = [after[0], after.at(-1)]
  const inner = body && indentOf(source, body.start)
  const outer = block && indentOf(source, block.start)
  if (!first || !last || typeof inner !== 'string' || typeof outer !== 'string') return null
  const more = inner.slice(outer.length)
  const from = source.lastIndexOf('\n', first.start - 1) + 1
  const end = last.start + last.text.length
  return edited(source, [{ start: from, end, text: indented(source.slice(from, end), more) }])
}

/** A semaphore around the whole gather → inside each call. */
export const semaphoreInside: Fix = (facts, line) => {
  const { source } = facts
  const taken = Array.from(within(facts.root)).find(
    (node) => node.type === 'with_statement' && node.line === line,
  )
  const name = taken?.children[0]?.text ?? ''
  const body = taken && part(taken, 'body')
  const made = facts.calls.find(
    ({ node, name: what }) => /Semaphore$/.test(what) && assignedTo(node)?.text === name,
  )
  const target = facts.calls.find(
    ({ node, target }) =>
      target?.async &&
      body &&
      node.start > body.start &&
      node.start < body.start + body.text.length,
  )?.target
  const statement = made && statementOf(made.node)
  const outer = taken && indentOf(source, taken.start)
  const inner = body && indentOf(source, body.start)
  const [first, last] = [target?.body.children[0], target?.body.children.at(-1)]
  if (!taken || !body || !made || !target || !statement || !first || !last) return null
  if (typeof outer !== 'string' || typeof inner !== 'string' || target.node.parent !== facts.root)
    return null
  const inside = wrapped(facts, first, last, `async with ${name}:`)
  const isLocal = made.func !== facts.module
  const top = beforeTop(facts, target.node, `${statement.text}\n\n\n`)
  if (!top || !inside) return null
  const from = source.lastIndexOf('\n', statement.start - 1) + 1
  const to = statement.start + statement.text.length + 1
  return withEdits(facts, [
    ...(isLocal ? [top, { start: from, end: to, text: '' }] : []),
    inside,
    replaced(taken, dedented(body.text, inner.slice(outer.length))),
  ])
}

/** `process.wait()` and a read after it → `communicate()`. */
export const communicatedAsync: Fix = (facts, line) => {
  const wait = callsAt(facts, line).find(({ name }) => /\.wait$/.test(name))
  const child = wait && receiverOf(wait.node)?.text
  const statement = wait && statementOf(wait.node)
  if (!wait || !child || statement?.children[0]?.type !== 'await') return null
  const read = Array.from(within(facts.root)).find(
    (node) =>
      node.type === 'assignment' && part(node, 'right')?.text === `await ${child}.stdout.read()`,
  )
  const name = read && part(read, 'left')?.text
  if (!read || !name) return null
  const from = facts.source.lastIndexOf('\n', read.start - 1) + 1
  return withEdits(facts, [
    { start: statement.start, end: statement.start, text: `${name}, _ = ` },
    replaced(wait.node, `${child}.communicate()`),
    { start: from, end: read.start + read.text.length + 1, text: '' },
  ])
}

/** `queue.put_nowait(x)` in a thread → through the loop, which the thread is given. */
export const throughLoop: Fix = (facts, line) => {
  const call = callsAt(facts, line).find(({ node }) => statementOf(node)?.children[0] === node)
  const spawn = call && facts.spawns.find(({ target }) => target === call.func)
  const parameters = call && part(call.func.node, 'parameters')
  if (!call || !spawn || !parameters || !spawn.call.func.async) return null
  const loop = fresh('loop', facts.source)
  const list = parameters.text.slice(1, -1).trim()
  const args = spawn.call.keywords.get('args')
  const running = 'asyncio.get_running_loop()'
  const given = args
    ? replaced(
        args,
        `(${[args.text.slice(1, -1).trim().replace(/,$/, ''), running].filter(Boolean).join(', ')},)`,
      )
    : spawn.kind === 'thread'
      ? null
      : { ...afterLast(spawn.call.arguments), text: `, ${running}` }
  if (!given) return null
  return withEdits(
    facts,
    [
      replaced(call.node, `${loop}.call_soon_threadsafe(${handedOver(call)})`),
      replaced(parameters, `(${[list, loop].filter(Boolean).join(', ')})`),
      given,
    ],
    ['import asyncio'],
  )
}

function afterLast(nodes: readonly Node[]): Readonly<{ start: number; end: number }> {
  const last = nodes.at(-1)
  const at = last ? last.start + last.text.length : 0
  return { start: at, end: at }
}

/** A coroutine function handed to a thread or pool → an event loop there, or simply awaited. */
export const coroutineRun: Fix = (facts, line) => {
  for (const call of callsAt(facts, line)) {
    const target = call.keywords.get('target')
    const args = call.keywords.get('args')
    if (target) {
      const given = args?.text.slice(1, -1).trim().replace(/,$/, '') ?? ''
      const whole = `asyncio.run, args=(${target.text}(${given}),)`
      const end = args ? args.start + args.text.length : target.start + target.text.length
      return withEdits(facts, [{ start: target.start, end, text: whole }], ['import asyncio'])
    }
    const [work, ...given] = call.arguments
    if (!work) continue
    const made = `${work.text}(${given.map((each) => each.text).join(', ')})`
    if (/to_thread$/.test(call.name) && call.awaited)
      return withEdits(facts, [replaced(call.node, made)])
    if (/\.submit$/.test(call.name)) {
      const end = call.node.start + call.node.text.length - 1
      return withEdits(
        facts,
        [{ start: work.start, end, text: `asyncio.run, ${made}` }],
        ['import asyncio'],
      )
    }
  }
  return null
}

/** `pages[name]['visits'] += 1` → the value taken out, changed and put back, under a lock that the workers are given. */
export const valuePutBack: Fix = (facts, line, message) => {
  const { source } = facts
  const item = quoted(message)
  const func = facts.functions.findLast((each) => each.line <= line && line <= each.endLine)
  const statement =
    func &&
    Array.from(executed(func.body)).find(
      (node) => node.line === line && /^(block|module)$/.test(node.parent?.type ?? ''),
    )
  const indent = statement && indentOf(source, statement.start)
  const spawn = facts.spawns.find(({ target }) => target === func)
  const args = spawn?.call.keywords.get('args')
  const parameters = func && part(func.node, 'parameters')
  const proxy = facts.calls.find(({ node }) => /^\w+\.(dict|list)\(/.test(node.text))
  const made = proxy && statementOf(proxy.node)
  const outer = made && indentOf(source, made.start)
  if (!statement || typeof indent !== 'string' || !statement.text.startsWith(item)) return null
  if (!args || !parameters || !proxy || !made || typeof outer !== 'string') return null
  const [value, lock] = [fresh('value', source), fresh('lock', source)]
  const manager = proxy.node.text.split('.')[0] ?? 'manager'
  const changed = value + statement.text.slice(item.length)
  const inner = `${indent}    `
  const end = made.start + made.text.length
  return withEdits(facts, [
    replaced(
      statement,
      [`with ${lock}:`, `${value} = ${item}`, changed, `${item} = ${value}`].join(`\n${inner}`),
    ),
    replaced(parameters, withMore(parameters.text, lock)),
    replaced(args, withMore(args.text, lock)),
    { start: end, end, text: `\n${outer}${lock} = ${manager}.Lock()` },
  ])
}

/** `(a, b)` → `(a, b, more)` */
function withMore(list: string, more: string): string {
  const given = list.slice(1, -1).trim().replace(/,$/, '')
  return `(${given === '' ? more : `${given}, ${more}`})`
}
