/** A multiprocessing pool that is ended before its results are there, or that lost a worker. */
import type { Call, Facts, Func, Spawn } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import { enclosing, type Node, part, receiverOf } from '../facts/syntax.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { code } from '../wording.ts'
import { contextsOf, timedOut } from './evidence.ts'
import { handsOver, isLazy, isUnread, readAt, usesOfResult } from './results.ts'

const POOL = /^multiprocessing\.(\w+(\(\))?\.)*(Pool|ThreadPool)\(\)\.\w+$/
const DOCS = 'library/multiprocessing.html#multiprocessing.pool.Pool.terminate'

/** The `with` block is left, or `terminate()` called, while the work goes on: `get()` waits forever. */
export const poolTerminated: FindingRule = {
  name: 'pool-terminated',
  severity: 'error',
  docs: DOCS,
  *find(program) {
    const { facts } = program
    // Where all results arrived anyway, the work was done in time.
    const done = program.measures?.result.status === 'ok' ? { severity: 'warning' as const } : {}
    for (const spawn of facts.spawns) {
      if (!handsOver(spawn) || !POOL.test(spawn.call.name)) continue
      const sighting = leftTooEarly(spawn, facts) ?? terminated(spawn, facts)
      if (sighting) yield { ...done, ...sighting }
    }
  },
}

const poolOf = (call: Call): string => receiverOf(call.node)?.text ?? ''

const read = (call: Call): string => (isLazy(call) ? 'Walk through the results' : 'Call `.get()`')

function leftTooEarly(spawn: Spawn, facts: Facts): Sighting | null {
  const { call } = spawn
  const block = withBlockOf(call, facts)
  if (!block) return null
  const inside = call.func.calls.filter((each) => isWithin(each.node, block))
  const pool = poolOf(call)
  if (inside.some((each) => each.name.endsWith('.join') && poolOf(each) === pool)) return null
  const message = `Line ${block.line}: leaving the \`with\` block terminates the pool, so the work of line ${call.line} is dropped`
  const fix = `${read(call)} inside the block.`
  if (call.node.parent?.type === 'return_statement')
    return {
      line: call.line,
      message: `${message} before anyone can read it. ${fix}`,
    }
  const uses = usesOfResult(call, facts)
  const outside = uses.find((use) => !isWithin(use, block) && asksFor(use))
  if (uses.some((use) => isWithin(use, block) && asksFor(use))) return null
  if (outside)
    return {
      line: call.line,
      message: `${message}, and line ${readAt(outside)} waits for it forever. ${fix}`,
    }
  const waits = inside.some((each) => each.line > call.line && each.library?.waits)
  if (!isUnread(spawn, facts) || waits) return null
  return { line: call.line, severity: 'error', message: `${message} unfinished. ${fix}` }
}

/** The `with Pool() as pool:` around a call on that pool. */
function withBlockOf(call: Call, facts: Facts): Node | null {
  const pool = poolOf(call)
  for (const outer of enclosing(call.node)) {
    if (outer === call.func.body) return null
    if (outer.type !== 'with_statement') continue
    const own = contextsOf(outer, call.func, facts).some(({ node, name }) => {
      const alias = node.parent?.type === 'as_pattern' ? part(node.parent, 'alias')?.text : null
      return (alias === pool || node.text === pool) && /Pool(\(\))?$/.test(name)
    })
    if (own) return outer
  }
  return null
}

const isWithin = (node: Node, outer: Node): boolean =>
  node.start >= outer.start && node.start < outer.start + outer.text.length

/** Everything except appending to a list, reading its length and waiting. */
const asksFor = (use: Node): boolean =>
  !(
    use.parent?.type === 'attribute' &&
    /^(append|add|ready|successful)$/.test(part(use.parent, 'attribute')?.text ?? '')
  ) && !/^(print|len)\(/.test(use.parent?.parent?.text ?? '')

function terminated({ call }: Spawn, facts: Facts): Sighting | null {
  const pool = poolOf(call)
  const later = call.func.calls.filter((each) => each.line > call.line && poolOf(each) === pool)
  const end = later.find((each) => POOL.test(each.name) && each.name.endsWith('.terminate'))
  if (!end || later.some((each) => each.name.endsWith('.join') && each.line < end.line)) return null
  if (isHandler(end)) return null
  const uses = usesOfResult(call, facts).filter(asksFor)
  const after = uses.find((use) => use.line > end.line)
  if (!after || uses.some((use) => use.line < end.line)) return null
  return {
    line: end.line,
    message: `Line ${end.line} terminates the pool and drops what it has not done yet, so line ${readAt(after)} can wait forever for the results of line ${call.line}: call \`terminate()\` after reading them, or \`close()\` and \`join()\` instead.`,
  }
}

const isHandler = (call: Call): boolean =>
  [...enclosing(call.node)].some((outer) => /^(except|finally)_clause$/.test(outer.type))

const EXITS = /^(sys\.exit|exit|quit|os\._exit|os\.kill|os\.abort|signal\.raise_signal)$/

/** A worker process ended without a result, and `Pool` waits for that result forever. */
export const workerEnded: FindingRule = {
  name: 'worker-ended',
  severity: 'error',
  docs: DOCS,
  *find(program) {
    const { facts } = program
    if (program.measures && !timedOut(program)) return
    for (const spawn of facts.spawns) {
      if (spawn.kind !== 'process-pool' || !POOL.test(spawn.call.name)) continue
      const exit = spawn.target && exitIn(spawn.target)
      if (!exit && !lostWorker(program)) continue
      const waiting = program.measures ? mainWaitsAt(program) : spawn.call.line
      if (waiting === null) return
      const how = exit
        ? `${code(exit.name)} at line ${exit.line} ends the worker process without a result`
        : `A worker process of the pool ended without a result (killed, or out of memory)`
      yield {
        line: exit?.line ?? waiting,
        ...(program.measures ? {} : { severity: 'warning' as const }),
        message: `${how}, and \`Pool\` never notices: line ${waiting} waits for that result forever. Raise an exception instead, or use ProcessPoolExecutor, which reports a dead worker.`,
      }
      return
    }
  },
}

function exitIn(func: Func): Call | null {
  const calls = reachedFrom(func).map(({ call }) => call)
  return calls.find((call) => EXITS.test(call.name)) ?? null
}

const ENDED_EARLY_MS = 500

/** `Pool` replaces each worker that exits, so more processes than its size were seen. */
function lostWorker({ facts, measures }: Program): boolean {
  const made = facts.calls.find((call) => /^multiprocessing\.(\w+\.)*Pool$/.test(call.name))
  if (!measures || !made || made.keywords.has('maxtasksperchild')) return false
  if (/Manager\(|Process\(/.test(facts.source)) return false
  const given = made.arguments[0] ?? made.keywords.get('processes')
  const places = given ? facts.numberOf(given, made.func) : measures.result.cores
  const [main] = measures.result.lanes
  const end = Math.max(...measures.result.lanes.map((lane) => lane.endMs))
  const ended = measures.result.lanes.some(
    (lane) => lane.pid !== main?.pid && !lane.command && lane.endMs < end - ENDED_EARLY_MS,
  )
  const workers = new Set(
    measures.result.lanes
      .filter((lane) => lane.pid !== main?.pid && !lane.command)
      .map((l) => l.pid),
  )
  return places !== null && ended && workers.size > places
}

function mainWaitsAt({ measures }: Program): number | null {
  const main = measures?.trace?.stuckThreads.find((each) => each.name === 'MainThread')
  // A main thread that computes isn't waiting.
  return main && main.line > 0 && /^(wait|acquire|next)$/.test(main.leaf) ? main.line : null
}
