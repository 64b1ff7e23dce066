/** State that several tasks, threads or processes change. */
import { entriesOf } from '../facts/entries.ts'
import type { Call, Facts, Func } from '../facts/facts.ts'
import { declaredOutside } from '../facts/names.ts'
import { reachedFrom } from '../facts/running.ts'
import { executed, type Node, part } from '../facts/syntax.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'
import {
  contextsOf,
  heldAround,
  isCalledSideBySide,
  isLock,
  PROCESSES,
  runsSeveralTimes,
  spawnsReaching,
  statementsOf,
  THREADS,
} from './evidence.ts'

/** A value is read, an await lets other tasks run, and the outdated value plus one is written back. */
export const raceAcrossAwait: FindingRule = {
  name: 'race-across-await',
  severity: 'warning',
  docs: 'library/asyncio-sync.html#lock',
  *find({ facts }) {
    for (const func of facts.functions) {
      if (!func.async || !isConcurrent(func, facts)) continue
      const race = raceIn(func, facts)
      if (!race) continue
      yield {
        line: race.write.line,
        severity: race.certain ? 'error' : 'warning',
        message: `${code(race.name)} is read before and written after the await at line ${race.awaitLine}: updates of other tasks are lost; update it without awaiting in between, or hold an \`asyncio.Lock\`.`,
      }
    }
  },
}

const isConcurrent = (func: Func, facts: Facts): boolean =>
  runsSeveralTimes(func, facts, ['task']) || isCalledSideBySide(func, facts, 'loop')

type Race = Readonly<{ name: string; write: Node; awaitLine: number; certain: boolean }>

function raceIn(func: Func, facts: Facts): Race | null {
  const isShared = sharedIn(func, facts)
  const copies = new Map<string, { shared: string; line: number }>()
  let likely: Race | null = null
  for (const node of executed(func.body)) {
    if (node.type === 'if_statement') likely ??= checkThenAct(node, func, isShared, facts)
    if (!/^(augmented_)?assignment$/.test(node.type)) continue
    const left = part(node, 'left')
    const right = part(node, 'right')
    if (!left || !right) continue
    if (isShared(left)) {
      const race = writeBack(node, left, right, copies, func, facts)
      if (race) return race
    } else if (left.type === 'identifier') {
      const shared = [...executed(right)].find(isShared)
      if (shared) copies.set(left.text, { shared: shared.text, line: node.line })
    }
  }
  return likely
}

function writeBack(
  node: Node,
  left: Node,
  right: Node,
  copies: ReadonlyMap<string, { shared: string; line: number }>,
  func: Func,
  facts: Facts,
): Race | null {
  if (heldAround(node, func, facts).some(isLock)) return null
  const within = [...executed(right)]
  const awaited = within.find((each) => each.type === 'await')
  const reads =
    node.type === 'augmented_assignment' || within.some((each) => each.text === left.text)
  if (awaited && reads) return { name: left.text, write: node, awaitLine: node.line, certain: true }
  for (const each of within) {
    const copy = each.type === 'identifier' ? copies.get(each.text) : undefined
    if (copy?.shared !== left.text) continue
    const between = func.awaits.find((wait) => wait.line > copy.line && wait.line <= node.line)
    if (between) return { name: left.text, write: node, awaitLine: between.line, certain: true }
  }
  return null
}

/** `if balance >= n: await …; balance -= n` */
function checkThenAct(
  statement: Node,
  func: Func,
  isShared: (node: Node) => boolean,
  facts: Facts,
): Race | null {
  const condition = part(statement, 'condition')
  const body = part(statement, 'consequence')
  if (!condition || !body || heldAround(statement, func, facts).some(isLock)) return null
  const checked = new Set([...executed(condition)].filter(isShared).map((each) => each.text))
  for (const node of executed(body)) {
    const left = /^(augmented_)?assignment$/.test(node.type) ? part(node, 'left') : null
    if (!left || !checked.has(left.text) || heldAround(node, func, facts).some(isLock)) continue
    const between = func.awaits.find(
      (wait) => wait.line >= statement.line && wait.line <= node.line,
    )
    if (between) return { name: left.text, write: node, awaitLine: between.line, certain: false }
  }
  return null
}

/** Whether this is a declared global, or an attribute or item of something that other calls also hold. */
function sharedIn(func: Func, facts: Facts): (node: Node) => boolean {
  const globals = declaredOutside(func)
  return (node) => {
    if (node.type === 'identifier') return globals.has(node.text)
    if (/\(/.test(node.text) || node.parent?.type === 'call') return false
    if (node.type === 'subscript') return isSharedItem(node, func, facts)
    return node.type === 'attribute' && !isOwn(rootOf(node).text, func, facts)
  }
}

/** `account['balance']` is shared by all; `table[key]` may be different for each call. */
function isSharedItem(node: Node, func: Func, facts: Facts): boolean {
  const root = rootOf(node).text
  const [, ...indices] = node.children
  const fixed = indices.every((each) => /^(string|integer)$/.test(each.type))
  if (!fixed || isOwn(root, func, facts)) return false
  return func.parameters.includes(root) || !isAssigned(root, func)
}

function rootOf(node: Node): Node {
  let root = node
  while (/^(attribute|subscript)$/.test(root.type) && root.children[0]) root = root.children[0]
  return root
}

const isAssigned = (name: string, func: Func): boolean => valuesOf(name, func).length > 0

function valuesOf(name: string, func: Func): Node[] {
  return [...executed(func.body)].flatMap((node) =>
    node.type === 'assignment' && part(node, 'left')?.text === name
      ? [part(node, 'right') ?? node]
      : [],
  )
}

/** Whether each call has its own object under this name: it creates it, or gets a different one each time. */
function isOwn(name: string, func: Func, facts: Facts): boolean {
  const made = valuesOf(name, func)
  if (made.some((value) => value.type === 'call' && value.text.startsWith(`${name}.`))) return true
  if (made.length > 0) return made.every((value) => isFresh(value, facts, func))
  const position = func.parameters.indexOf(name)
  if (position < 0) return false
  // A framework passes each call its own objects.
  if (position >= (func.class ? 1 : 0) && entriesOf(facts).some((entry) => entry.func === func))
    return true
  const given = givenTo(func, position, facts)
  return given.length > 0 && given.every((own) => own)
}

const isFresh = (value: Node, facts: Facts, func: Func): boolean =>
  /^(list|dictionary|set)(_comprehension)?$/.test(value.type) ||
  (value.type === 'call' && facts.classes.has(facts.nameOf(value, func).replace(/\(\)$/, '')))

/** Whether every place that calls or starts a function passes a new value for this parameter each time. */
function givenTo(func: Func, position: number, facts: Facts): boolean[] {
  const isMethod = func.class !== null && !func.decorators.includes('staticmethod')
  const differs = (value: Node | null | undefined, call: Call): boolean =>
    value !== null &&
    value !== undefined &&
    (isFresh(value, facts, call.func) || call.loops.some((loop) => loop.targets.has(value.text)))
  const argument = (callee: Node | null, given: readonly Node[]): Node | null | undefined =>
    isMethod && position === 0
      ? callee && part(callee, 'object')
      : given[position - (isMethod ? 1 : 0)]
  const called = facts.calls
    .filter((call) => call.target === func)
    .map((call) => differs(argument(part(call.node, 'function'), call.arguments), call))
  const started = facts.spawns
    .filter(({ target, kind }) => target === func && kind !== 'task')
    .map(({ call, handed }) => {
      // Each call of a mapped function has an item of its own.
      if (/map/.test(call.name)) return position === 0 && !isMethod
      const given = call.keywords.get('args')?.children ?? call.arguments.slice(1)
      return differs(argument(handed, given), call)
    })
  return [...called, ...started]
}

/** Threads or processes update one variable without a lock. */
export const sharedStateRace: FindingRule = {
  name: 'shared-state-race',
  severity: 'warning',
  docs: 'library/threading.html#lock-objects',
  *find({ facts }) {
    for (const func of facts.functions) {
      if (func.async || func.outer === null) continue
      const update = unlockedUpdate(func, facts)
      if (!update) continue
      if (isCalledSideBySide(func, facts, 'thread') && declaredOutside(func).has(update.name)) {
        yield {
          line: update.node.line,
          severity: 'warning',
          message: `Line ${update.node.line}: ${code(func.name)} runs in several threads at the same time, and they update ${code(update.name)} without a lock, so updates can be lost.`,
        }
        continue
      }
      const processes = runsSeveralTimes(func, facts, PROCESSES)
      if (
        update.value
          ? !processes && !runsSeveralTimes(func, facts, THREADS)
          : !runsSeveralTimes(func, facts, THREADS)
      )
        continue
      if (update.own && ownsObject(func, facts)) continue
      if (isCalledUnderLock(func, facts)) continue
      yield {
        line: update.node.line,
        severity: 'error',
        message: `Several ${processes ? 'processes' : 'threads'} update ${code(update.name)} at line ${update.node.line} without a lock: updates can be lost; protect it with a Lock, or return values instead.`,
      }
    }
  },
}

/** Whether all callers hold a lock. */
function isCalledUnderLock(func: Func, facts: Facts): boolean {
  const byName = new RegExp(String.raw`\.${func.name}$`)
  const callers = facts.calls.filter(
    (call) => call.target === func || (func.class !== null && byName.test(call.name)),
  )
  return (
    callers.length > 0 &&
    callers.every((call) => heldAround(call.node, call.func, facts).some(isLock))
  )
}

type Update = Readonly<{ name: string; node: Node; own: boolean; value: boolean }>

/** `total += x`, or `tmp = total; …; total = tmp + x`, of something shared. */
export function unlockedUpdate(func: Func, facts: Facts): Update | null {
  const isShared = sharedIn(func, facts)
  const copies = new Map<string, string>()
  for (const node of executed(func.body)) {
    if (!/^(augmented_)?assignment$/.test(node.type)) continue
    const left = part(node, 'left')
    const right = part(node, 'right')
    if (!left || !right) continue
    const shared = isShared(left)
    if (!shared && left.type === 'identifier') {
      const copied = [...executed(right)].find(isShared)
      if (copied) copies.set(left.text, copied.text)
      continue
    }
    if (!shared || guarded(node, func, facts)) continue
    const reads =
      node.type === 'augmented_assignment' ||
      [...executed(right)].some(
        (each) => each.text === left.text || copies.get(each.text) === left.text,
      )
    if (!reads) continue
    const value = left.type === 'attribute' && /\.value$/.test(left.text)
    return { name: left.text, node, own: left.text.startsWith('self.'), value }
  }
  return null
}

function guarded(node: Node, func: Func, facts: Facts): boolean {
  if (heldAround(node, func, facts).some((name) => isLock(name) || /get_lock\(\)$/.test(name)))
    return true
  return func.calls.some((call) => /\.acquire$/.test(call.name) && call.line < node.line)
}

/** Whether each thread has its own object: `self` of a Thread subclass. */
function ownsObject(func: Func, facts: Facts): boolean {
  const bases = facts.classes.get(func.class ?? '')?.bases ?? []
  return bases.some((base) => /(Thread|Process)$/.test(base))
}

/** A lock around everything a worker does makes the workers take turns. */
export const serialisedByLock: FindingRule = {
  name: 'serialised-by-lock',
  severity: 'warning',
  docs: 'library/threading.html#lock-objects',
  *find({ facts }) {
    for (const func of facts.functions) {
      if (func.outer === null || !runsSeveralTimes(func, facts, ['task', ...THREADS, ...PROCESSES]))
        continue
      if (spawnsReaching(func, facts).length === 0) continue
      const held = wholeBodyLock(func, facts)
      if (!held) continue
      yield {
        line: held.line,
        message: `The lock at line ${held.line} covers everything ${code(func.qualified)} does, so the workers take turns and it takes as long as a plain loop.`,
      }
    }
  },
}

function wholeBodyLock(func: Func, facts: Facts): Node | null {
  const statements = statementsOf(func).filter(
    (node) =>
      !/^(global_statement|print_statement)$/.test(node.type) && !/^print\(/.test(node.text),
  )
  const [only] = statements
  if (!only || statements.length !== 1 || only.type !== 'with_statement') return null
  if (
    !contextsOf(only, func, facts).some(
      ({ name }) => /(^|\.)(R?Lock)\(\)$/.test(name) || /(^|[._])(r?lock|mutex)$/i.test(name),
    )
  )
    return null
  const waits = reachedFrom(func).some(
    ({ call }) =>
      /^(sleep|network|child)$/.test(call.library?.waits ?? '') && call.line !== only.line,
  )
  return waits && !writesBack(func, facts) ? only : null
}

/** `old = total; …; total = old + x`: a lock must be held throughout. */
function writesBack(func: Func, facts: Facts): boolean {
  const isShared = sharedIn(func, facts)
  const copies = new Map<string, string>()
  for (const node of executed(func.body)) {
    const left = node.type === 'assignment' ? part(node, 'left') : null
    const read = left ? [...executed(part(node, 'right') ?? node)] : []
    if (left && read.some((each) => copies.get(each.text) === left.text)) return true
    const shared = left?.type === 'identifier' ? read.find(isShared) : undefined
    if (left && shared) copies.set(left.text, shared.text)
  }
  return false
}
