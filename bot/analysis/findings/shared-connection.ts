/** One database connection, session or cursor that several tasks, threads or processes use. */
import type { Call, Facts, Func, Spawn } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import { executed, type Node, part, receiverOf, within } from '../facts/syntax.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { code } from '../wording.ts'
import { heldAround, isLock, PROCESSES, runsSeveralTimes, THREADS } from './evidence.ts'

/** Runs one statement at a time; a second concurrent one fails. */
const ONE_AT_A_TIME =
  /^(asyncpg\.connect|aiomysql\.connect|aiopg\.connect|psycopg\.AsyncConnection\.connect|sqlalchemy\.ext\.asyncio\.(AsyncSession|async_sessionmaker\(\)|create_async_engine\(\)\.(connect|begin))|sqlalchemy\.orm\.sessionmaker\(\))\(\)(\.cursor\(\))?$/
/** Keeps the state of one exchange, so threads that share it read each other's rows. */
const ONE_THREAD =
  /^((sqlite3|psycopg2|psycopg|pymysql|MySQLdb|mysql\.connector|pyodbc|cx_Oracle|oracledb)\.connect\(\)\.cursor|(sqlite3|pymysql|MySQLdb|mysql\.connector)\.connect|sqlalchemy\.orm\.(Session|sessionmaker\(\)))\(\)$/
/** Holds a socket or a file that a forked child would share with its parent. */
const ONE_PROCESS =
  /^((sqlite3|psycopg2|psycopg|pymysql|MySQLdb|mysql\.connector|pyodbc)\.connect\(\)(\.cursor)?|sqlalchemy\.orm\.(Session|sessionmaker\(\))|pymongo\.MongoClient)(\(\))?$/

/** Responses get mixed up, or the driver raises an error. */
export const sharedConnection: FindingRule = {
  name: 'shared-connection',
  severity: 'error',
  docs: 'library/sqlite3.html#sqlite3.threadsafety',
  *find(program) {
    yield* betweenTasks(program.facts)
    yield* betweenThreads(program)
    yield* overFork(program.facts)
  },
}

function* betweenTasks(facts: Facts): Generator<Sighting> {
  for (const func of facts.functions) {
    const together = func.calls.filter(({ name }) =>
      /^asyncio\.(gather|wait|as_completed)$/.test(name),
    )
    const apart = func.calls.filter((call) => /(^|\.)(create_task|ensure_future)$/.test(call.name))
    for (const calls of [...together.map((call) => [call]), apart]) {
      const shared = usedTwice(calls, facts)
      if (!shared) continue
      yield {
        line: shared.line,
        message: `Line ${shared.line} uses the connection ${code(shared.text)} in several tasks at the same time, and it can run one query at a time. Give each task its own, from a pool: \`async with pool.acquire() as conn:\` (SQLAlchemy: one \`AsyncSession\` for each task).`,
      }
    }
  }
}

/** A connection passed to more than one task. */
function usedTwice(calls: readonly Call[], facts: Facts): { text: string; line: number } | null {
  const seen = new Set<string>()
  for (const call of calls) {
    const given = part(call.node, 'arguments')
    for (const node of given ? within(given) : []) {
      if (!/^(identifier|attribute)$/.test(node.type) || !isConnection(node, call, facts)) continue
      if (seen.has(node.text) || isRepeated(node, call)) {
        const locked = facts.functions.some(
          (each) => each.async && /async with .*lock/i.test(each.body.text),
        )
        return locked ? null : { text: node.text, line: call.line }
      }
      seen.add(node.text)
    }
  }
  return null
}

const isConnection = (node: Node, call: Call, facts: Facts): boolean =>
  ONE_AT_A_TIME.test(facts.nameOf(node, call.func)) && node.parent?.type !== 'attribute'
    ? true
    : node.parent?.type === 'attribute' &&
      node.field === 'object' &&
      ONE_AT_A_TIME.test(facts.nameOf(node, call.func))

/** Inside a comprehension or loop that doesn't create the connection itself. */
function isRepeated(node: Node, call: Call): boolean {
  const loops = call.loops.filter((loop) => !loop.targets.has(node.text))
  if (loops.some((loop) => !assignsIn(node.text, loop.node))) return true
  for (let outer = node.parent; outer && outer !== call.node; outer = outer.parent) {
    if (!/comprehension$|^generator_expression$/.test(outer.type)) continue
    const clause = outer.children.find((child) => child.type === 'for_in_clause')
    return clause ? part(clause, 'left')?.text !== node.text : false
  }
  return false
}

function assignsIn(name: string, node: Node): boolean {
  for (const each of executed(node)) {
    if (each.type === 'assignment' && part(each, 'left')?.text === name) return true
    if (each.type === 'as_pattern' && part(each, 'alias')?.text === name) return true
  }
  return false
}

function* betweenThreads({ facts, measures }: Program): Generator<Sighting> {
  const shared = firstShared(facts, THREADS, ONE_THREAD)
  if (!shared) return
  const { call, name } = shared
  // SQLite runs a connection's statements one after another, but its cursors keep no such order.
  const serial = name === 'sqlite3.connect()' && !measures?.trace?.threadErrors.length
  yield {
    line: call.line,
    ...(serial ? { severity: 'warning' as const } : {}),
    message: `Line ${call.line} uses ${code(receiverOf(call.node)?.text ?? name)} in several threads at the same time: ${/cursor/.test(name) ? 'a cursor holds the rows of one query, so threads read or overwrite each other’s' : 'statements and transactions of the threads get mixed up'}. Open a connection in each thread, or guard it with a lock.`,
  }
}

function* overFork(facts: Facts): Generator<Sighting> {
  const shared = firstShared(facts, PROCESSES, ONE_PROCESS)
  if (!shared) return
  const { call, name } = shared
  yield {
    line: call.line,
    message: `Line ${call.line} runs in other processes, but ${code(receiverOf(call.node)?.text ?? name)} was opened before they were forked: a connection can't be shared between processes. Open it in each worker, such as in the pool's \`initializer\`.`,
  }
}

/** A call, in code that several workers run, on something opened outside it. */
function firstShared(
  facts: Facts,
  kinds: readonly Spawn['kind'][],
  type: RegExp,
): { call: Call; name: string } | null {
  for (const { target, kind } of facts.spawns) {
    if (!target || !kinds.includes(kind)) continue
    const several = kinds === PROCESSES || runsSeveralTimes(target, facts, kinds)
    if (!several) continue
    for (const func of new Set([target, ...reachedFrom(target).map(({ call }) => call.target)])) {
      const call = func && outerUse(func, type, facts)
      if (call) return { call, name: facts.nameOf(receiverOf(call.node) ?? call.node, call.func) }
    }
  }
  return null
}

function outerUse(func: Func, type: RegExp, facts: Facts): Call | null {
  for (const call of func.calls) {
    const receiver = receiverOf(call.node)
    if (receiver?.type !== 'identifier' || !type.test(facts.nameOf(receiver, func))) continue
    if (call.name.endsWith('.close') || assignsIn(receiver.text, func.body)) continue
    if (func.parameters.includes(receiver.text) || isSetByWorker(receiver.text, facts)) continue
    if (heldAround(call.node, func, facts).some(isLock)) continue
    return call
  }
  return null
}

/** `global conn; conn = connect()` in an initializer: each worker has its own. */
const isSetByWorker = (name: string, facts: Facts): boolean =>
  facts.functions.some(
    (func) =>
      func.outer !== null &&
      new RegExp(String.raw`\bglobal\b[^\n]*\b${name}\b`).test(func.body.text) &&
      assignsIn(name, func.body),
  )
