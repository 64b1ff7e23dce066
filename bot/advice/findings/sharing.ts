/** State that several tasks, threads or processes change. */
import type { Facts, Func } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import { executed, type Node, part } from '../facts/syntax.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'
import {
  contextsOf,
  heldAround,
  isLock,
  PROCESSES,
  runsSeveralTimes,
  spawnsReaching,
  statementsOf,
  THREADS,
} from './evidence.ts'

/** A value is read, an await lets others in, and the old value plus one is written back. */
export const raceAcrossAwait: FindingRule = {
  name: 'race-across-await',
  severity: 'warning',
  docs: 'library/asyncio-sync.html#lock',
  *find({ facts }) {
    for (const func of facts.functions) {
      if (!func.async || !runsSeveralTimes(func, facts, ['task'])) continue
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

type Race = Readonly<{ name: string; write: Node; awaitLine: number; certain: boolean }>

function raceIn(func: Func, facts: Facts): Race | null {
  const globals = globalsOf(func)
  const copies = new Map<string, { shared: string; line: number }>()
  for (const node of executed(func.body)) {
    if (node.type === 'if_statement') {
      const race = checkThenAct(node, func, globals, facts)
      if (race) return race
    }
    if (!/^(augmented_)?assignment$/.test(node.type)) continue
    const left = part(node, 'left')
    const right = part(node, 'right')
    if (!left || !right) continue
    if (isShared(left, globals)) {
      const race = writeBack(node, left, right, copies, func, facts)
      if (race) return race
    } else if (left.type === 'identifier') {
      const shared = [...executed(right)].find((each) => isShared(each, globals))
      if (shared) copies.set(left.text, { shared: shared.text, line: node.line })
    }
  }
  return null
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
  globals: ReadonlySet<string>,
  facts: Facts,
): Race | null {
  const condition = part(statement, 'condition')
  const body = part(statement, 'consequence')
  if (!condition || !body || heldAround(statement, func, facts).some(isLock)) return null
  const checked = new Set(
    [...executed(condition)].filter((each) => isShared(each, globals)).map((each) => each.text),
  )
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

function globalsOf(func: Func): Set<string> {
  const names = new Set<string>()
  for (const node of executed(func.body)) {
    if (!/^(global|nonlocal)_statement$/.test(node.type)) continue
    for (const child of node.children) names.add(child.text)
  }
  return names
}

/** A declared global, or an attribute or item of something that is not local to the call. */
function isShared(node: Node, globals: ReadonlySet<string>): boolean {
  if (node.type === 'identifier') return globals.has(node.text)
  return node.type === 'attribute' && !/\(/.test(node.text) && node.parent?.type !== 'call'
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
      const processes = runsSeveralTimes(func, facts, PROCESSES)
      if (
        update.value
          ? !processes && !runsSeveralTimes(func, facts, THREADS)
          : !runsSeveralTimes(func, facts, THREADS)
      )
        continue
      if (update.own && ownsObject(func, facts)) continue
      yield {
        line: update.node.line,
        severity: 'error',
        message: `Several ${processes ? 'processes' : 'threads'} update ${code(update.name)} at line ${update.node.line} without a lock: updates can be lost; protect it with a Lock, or return values instead.`,
      }
    }
  },
}

type Update = Readonly<{ name: string; node: Node; own: boolean; value: boolean }>

/** `total += x`, or `tmp = total; …; total = tmp + x`, of something shared. */
function unlockedUpdate(func: Func, facts: Facts): Update | null {
  const globals = globalsOf(func)
  const copies = new Map<string, string>()
  for (const node of executed(func.body)) {
    if (!/^(augmented_)?assignment$/.test(node.type)) continue
    const left = part(node, 'left')
    const right = part(node, 'right')
    if (!left || !right) continue
    const shared = isShared(left, globals)
    if (!shared && left.type === 'identifier') {
      const copied = [...executed(right)].find((each) => isShared(each, globals))
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

/** Each thread has an object of its own: `self` of a Thread subclass. */
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
        message: `The lock at line ${held.line} covers everything ${code(func.qualified)} does, so the workers take turns: the same time as a plain loop.`,
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
  return waits ? only : null
}
