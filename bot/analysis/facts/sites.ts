/**
 * Sites: places where one piece of work is done several times, one after another.
 * They are what async, threads or processes could overlap.
 */
import type { WaitClass } from '../libraries.ts'
import type { Call, Facts, Func, Loop } from './facts.ts'
import { reachable } from './reach.ts'
import { computes, reachedFrom, waitsIn } from './running.ts'
import { tripsOf } from './spawns.ts'
import { enclosing, executed, type Node, part } from './syntax.ts'

export type Site = Readonly<{
  /** `awaited` and `blocking` wait; `computing` keeps a core busy. */
  kind: 'awaited' | 'blocking' | 'computing'
  /** What it waits for; null when it computes. */
  waits: WaitClass | null
  /** The repeated calls: one in a loop, several in a row. */
  calls: readonly Call[]
  line: number
  loop: Loop | null
  /** The number of pieces, where the source says so. */
  fan: number | null
  /** Why a piece depends on the previous one, in words; null when they are independent. */
  dependent: string | null
  /** Whether its function already runs in several tasks or threads. */
  inWorker: boolean
}>

/** Finds the sites in the functions that are reachable. Cached for each `Facts`. */
export function sitesOf(facts: Facts): readonly Site[] {
  const known = SITES.get(facts)
  if (known) return known
  const sites = findSites(facts)
  SITES.set(facts, sites)
  return sites
}

/** Facts never change, and several rules ask. */
const SITES = new WeakMap<Facts, readonly Site[]>()

function findSites(facts: Facts): Site[] {
  const live = reachable(facts)
  return facts.functions
    .filter((func) => live.has(func))
    .flatMap((func) => [
      ...loopSites(func, facts),
      ...mapSites(func, facts),
      ...turnSites(func, facts),
      ...rowSites(func, facts),
    ])
}

type Unit = Readonly<{ call: Call; kind: Site['kind']; waits: WaitClass | null }>

const OVERLAPPABLE: ReadonlySet<WaitClass> = new Set(['sleep', 'network', 'child', 'database'])

/** Classifies a call that is a piece of work worth overlapping. */
function unitOf(call: Call, facts: Facts): Unit | null {
  if (call.target) return targetUnit(call, call.target, facts)
  const waits = call.library?.waits
  if (waits && OVERLAPPABLE.has(waits)) {
    if (call.library?.coroutine && !call.awaited) return null
    return { call, waits, kind: call.library?.coroutine ? 'awaited' : 'blocking' }
  }
  if (call.library?.freesGil && !call.library.vector)
    return { call, waits: null, kind: 'computing' }
  return null
}

/** `asyncio.run(f(x))` and `loop.run_until_complete(f(x))`: over before the next begins. */
function isRun({ node }: Call): boolean {
  const around = node.parent?.parent
  const called = around?.type === 'call' ? part(around, 'function')?.text : undefined
  return /(^asyncio\.run|\.run_until_complete)$/.test(called ?? '')
}

function targetUnit(call: Call, target: Func, facts: Facts): Unit | null {
  if (target.generator || (target.async && !call.awaited && !isRun(call))) return null
  if (target === call.func) return null
  const waits = waitsIn(target)
    .map((reached) => reached.call)
    .filter((inner) => inner.library?.waits && OVERLAPPABLE.has(inner.library.waits))
    .filter((inner) => !isLocked(inner, facts))
  const [first] = waits
  if (first?.library?.waits) {
    const held = waits.find((inner) => !inner.library?.coroutine)
    return {
      call,
      waits: first.library.waits,
      kind: target.async && !held ? 'awaited' : 'blocking',
    }
  }
  return computes(target) ? { call, waits: null, kind: 'computing' } : null
}

/** Waiting while holding a lock keeps all others out, so it never overlaps. */
function isLocked({ node, func }: Call, facts: Facts): boolean {
  for (const outer of enclosing(node)) {
    if (outer === func.body) return false
    const items = outer.type === 'with_statement' ? (outer.children[0]?.children ?? []) : []
    for (const item of items) {
      const entered = part(item, 'value') ?? item.children[0]
      if (entered && LOCK.test(facts.nameOf(entered, func))) return true
    }
  }
  return false
}

const LOCK = /(^|\.)R?Lock\(\)$|(^|[._])(r?lock|mutex)$/i

function loopSites(func: Func, facts: Facts): Site[] {
  const sites: Site[] = []
  for (const call of func.calls) {
    const loop = call.loops.at(-1)
    if (!loop || loop.kind === 'while' || loop.endless) continue
    if (loop.async && !yieldsItems(loop, facts)) continue
    const unit = unitOf(call, facts)
    // A sleep in the loop itself is pacing; in a called function it represents work.
    if (!unit || isHanded(call, facts) || isPacing(call)) continue
    sites.push({
      ...unit,
      calls: [call],
      line: call.line,
      loop,
      fan: tripsOf(call.loops.filter((each) => each.kind !== 'while')),
      dependent: carried(call, loop) ?? paced(unit, loop),
      inWorker: isWorker(func, facts),
    })
  }
  return sites
}

/** `async for` over a generator or class of this file: the waits in the body are its own. */
function yieldsItems({ iterable, kind }: Loop, facts: Facts): boolean {
  const made = iterable && kind === 'for' ? facts.callAt.get(iterable) : undefined
  return made?.target?.generator === true || (made !== undefined && facts.classes.has(made.name))
}

/** `map(f, items)` is a loop that calls `f`. */
function mapSites(func: Func, facts: Facts): Site[] {
  return func.calls.flatMap((call) => {
    const [work, items] = call.arguments
    const target = call.name === 'map' && work ? facts.functionNamed(work, func) : null
    const unit = target && targetUnit({ ...call, target }, target, facts)
    if (!unit || !items) return []
    return [
      {
        ...unit,
        calls: [unit.call],
        line: call.line,
        loop: null,
        fan: facts.lengthOf(items, func),
        dependent: null,
        inWorker: isWorker(func, facts),
      },
    ]
  })
}

/** A task, thread or job that is started and awaited in the same iteration. */
function turnSites(func: Func, facts: Facts): Site[] {
  return facts.spawns.flatMap(({ call, target, kind }): Site[] => {
    const loop = call.loops.at(-1)
    if (call.func !== func || !loop || loop.kind === 'while' || !target || kind === 'process')
      return []
    if (waitedForAt(call, loop, func) === null) return []
    const waits = waitsIn(target)[0]?.call.library?.waits
    if (!waits || !OVERLAPPABLE.has(waits)) return []
    return [
      {
        kind: kind === 'task' ? 'awaited' : 'blocking',
        waits,
        calls: [{ ...call, target }],
        line: call.line,
        loop,
        fan: tripsOf(call.loops),
        dependent: null,
        inWorker: false,
      },
    ]
  })
}

/** Where an iteration waits for what it started; null where it doesn't. */
export function waitedForAt(call: Call, loop: Loop, func: Func): number | null {
  const holder = call.node.parent
  if (holder?.type === 'await' && (!WAITS_FOR_MANY.test(call.name) || isGatherOfOne(call)))
    return call.line
  // pool.submit(f).result()
  if (holder?.type === 'attribute' && part(holder, 'attribute')?.text === 'result') return call.line
  const name = holder?.type === 'assignment' ? part(holder, 'left')?.text : undefined
  const body = part(loop.node, 'body')
  if (name === undefined || !body) return null
  const ends = new Set([`${name}.join`, `${name}.result`])
  const joined = func.calls.find(
    (each) => each.loops.at(-1) === loop && ends.has(part(each.node, 'function')?.text ?? ''),
  )
  const awaited = func.awaits.find((wait) => wait.children[0]?.text === name && isUnder(wait, body))
  return joined?.line ?? awaited?.line ?? null
}

const WAITS_FOR_MANY = /gather|wait|as_completed/

/** `await asyncio.gather(f(x))`, with nothing else to run concurrently. */
const isGatherOfOne = ({ name, arguments: given }: Call): boolean =>
  name === 'asyncio.gather' && given.length === 1 && given[0]?.type === 'call'

const isUnder = (node: Node, outer: Node): boolean =>
  node.line >= outer.line && node.endLine <= outer.endLine

const isPacing = (call: Call): boolean => call.target === null && call.library?.waits === 'sleep'

/** A sleep between requests limits the rate on purpose; concurrent requests would break the limit. */
function paced({ call, waits }: Unit, loop: Loop): string | null {
  const sleep = call.func.calls.find(
    (each) => isPacing(each) && each.loops.at(-1) === loop && !isAfterError(each, loop),
  )
  if (!sleep) return null
  const [seconds] = sleep.arguments
  const computed = seconds !== undefined && !/^(integer|float)$/.test(seconds.type)
  if (waits !== 'network' && !computed) return null
  return `the sleep at line ${sleep.line} sets the pace`
}

/** `except: time.sleep(1)` waits before a retry. */
function isAfterError({ node }: Call, loop: Loop): boolean {
  for (const outer of enclosing(node)) {
    if (outer === loop.node) return false
    if (outer.type === 'except_clause') return true
  }
  return false
}

/** The coroutine or value is passed directly to a task, pool or thread. */
function isHanded(call: Call, facts: Facts): boolean {
  return facts.spawns.some((spawn) => spawn.handed === call.node || spawn.call === call)
}

function isWorker(func: Func, facts: Facts): boolean {
  return facts.spawns.some(
    ({ target, fan }) =>
      target !== null &&
      (fan !== 1 || facts.spawns.length > 1) &&
      (target === func || reachedFrom(target).some(({ call }) => call.target === func)),
  )
}

/** What an iteration takes from the previous one, in words. */
function carried(call: Call, loop: Loop): string | null {
  const body = loop.kind === 'comprehension' ? null : part(loop.node, 'body')
  if (!body) return null
  const read = namesRead(call)
  for (const node of executed(body)) {
    if (/^(break|return)_statement$/.test(node.type)) return 'the loop can stop at a result'
    const name = assignedName(node)
    if (!name || !read.has(name) || loop.targets.has(name)) continue
    if (node.type === 'augmented_assignment' || node.line >= call.line || readsItself(node, name))
      return 'each turn needs the result of the one before'
  }
  return null
}

function assignedName(node: Node): string | null {
  if (node.type !== 'assignment' && node.type !== 'augmented_assignment') return null
  const left = part(node, 'left')
  return left?.type === 'identifier' ? left.text : null
}

function readsItself(node: Node, name: string): boolean {
  const right = part(node, 'right')
  if (!right) return false
  for (const each of executed(right))
    if (each.type === 'identifier' && each.text === name) return true
  return false
}

function namesRead(call: Call): Set<string> {
  const names = new Set<string>()
  for (const argument of [...call.arguments, ...call.keywords.values()])
    for (const node of executed(argument)) if (node.type === 'identifier') names.add(node.text)
  return names
}

/** Pieces of work in consecutive statements of a block. */
function rowSites(func: Func, facts: Facts): Site[] {
  const units = new Map<Node, Unit>()
  for (const call of func.calls) {
    const unit = isHanded(call, facts) ? null : unitOf(call, facts)
    if (unit) units.set(call.node, unit)
  }
  if (units.size < 2) return []
  const blocks = [
    func.body,
    ...Array.from(executed(func.body)).filter((node) => node.type === 'block'),
  ]
  return [...new Set(blocks)].flatMap((block) => rowsIn(block, units, func, facts))
}

const SIMPLE = /^(expression_statement|return_statement|print_statement|assert_statement)$/

function rowsIn(block: Node, units: ReadonlyMap<Node, Unit>, func: Func, facts: Facts): Site[] {
  const sites: Site[] = []
  let row: Unit[] = []
  let tainted = new Set<string>()
  const finish = (): void => {
    const site = rowSite(row, func, facts)
    if (site) sites.push(site)
    row = []
    tainted = new Set()
  }
  for (const statement of block.children) {
    if (!SIMPLE.test(statement.type) || isStopwatch(statement)) {
      if (statement.type !== 'import_statement') finish()
      continue
    }
    for (const unit of unitsIn(statement, units)) {
      if (row.length > 0 && (row[0]?.kind !== unit.kind || reads(unit.call, tainted))) finish()
      row.push(unit)
    }
    taint(statement, units, tainted)
  }
  finish()
  return sites
}

const isStopwatch = (statement: Node): boolean =>
  /\b(time\.(time|perf_counter|monotonic)|perf_counter|timeit|datetime\.now)\b/.test(
    statement.text.slice(0, 200),
  )

function unitsIn(statement: Node, units: ReadonlyMap<Node, Unit>): Unit[] {
  const found: Unit[] = []
  for (const node of executed(statement)) {
    const unit = units.get(node)
    if (unit && unit.call.loops.length === loopsOutside(unit, statement)) found.push(unit)
  }
  return found
}

/** Loops around the statement; a comprehension inside it is a loop site of its own. */
const loopsOutside = (unit: Unit, statement: Node): number => {
  const outside = new Set(enclosing(statement))
  return unit.call.loops.filter((loop) => outside.has(loop.node)).length
}

const reads = (call: Call, tainted: ReadonlySet<string>): boolean =>
  !namesRead(call).isDisjointFrom(tainted)

/** Names that hold a piece's result, or something derived from it. */
function taint(statement: Node, units: ReadonlyMap<Node, Unit>, tainted: Set<string>): void {
  const assignment = statement.children[0]
  const left = assignment?.type === 'assignment' ? part(assignment, 'left') : null
  const right = assignment && part(assignment, 'right')
  if (!left || !right) return
  let from = false
  for (const node of executed(right)) {
    if (units.has(node) || (node.type === 'identifier' && tainted.has(node.text))) from = true
  }
  if (!from) return
  for (const node of executed(left)) if (node.type === 'identifier') tainted.add(node.text)
}

/** Steps that must stay in order even when no value passes between them. */
const ORDERED =
  /(?:^|[_.])(?:(?:init|clean)\w*|(?:connect|setup|set_up|start|prepare|create|open|close|stop|login|logout|send|write|put|save|commit|execute|drain|acquire|release|join|shutdown|test|demo|example|run|main|step|phase|part|stage)\d*(?:$|_|\(|\b))/i

function rowSite(row: readonly Unit[], func: Func, facts: Facts): Site | null {
  const [first] = row
  if (!first || row.length < 2) return null
  const sleeps = row.filter(({ call }) => isPacing(call))
  // Sleeps with other statements between them are pacing.
  if (sleeps.length > 0 && (sleeps.length !== row.length || !isUnbroken(row) || row.length < 3)) {
    const rest = row.filter(({ call }) => !isPacing(call))
    return rest.length < row.length ? rowSite(rest, func, facts) : null
  }
  const names = new Set(row.map(({ call }) => call.name))
  const repeats = names.size < row.length
  if (!repeats && row.some(({ call }) => ORDERED.test(call.name) || call.name.includes('()')))
    return null
  if (!repeats && row.some(({ call }) => call.name.startsWith('main'))) return null
  return {
    ...first,
    calls: row.map(({ call }) => call),
    line: first.call.line,
    loop: null,
    fan: row.length * (tripsOf(first.call.loops) ?? 1),
    dependent: null,
    inWorker: isWorker(func, facts),
  }
}

function isUnbroken(row: readonly Unit[]): boolean {
  return row.every(({ call }, i) => i === 0 || call.line - (row[i - 1]?.call.line ?? 0) === 1)
}

/** Lines where the site's work is done: the calls, and what they reach in this file. */
export function linesOf(site: Site): Set<number> {
  const lines = new Set<number>()
  for (const call of site.calls) {
    for (let line = call.line; line <= call.node.endLine; line += 1) lines.add(line)
    if (!call.target) continue
    const functions = [call.target, ...reachedFrom(call.target).map((each) => each.call.target)]
    for (const func of functions) {
      if (!func) continue
      for (let line = func.line; line <= func.endLine; line += 1) lines.add(line)
    }
  }
  return lines
}
