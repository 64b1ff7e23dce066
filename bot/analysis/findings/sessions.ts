/** HTTP client sessions that are opened for every request, or never closed. */
import type { Call, Facts, Func } from '../facts/facts.ts'
import { enclosing, part, within } from '../facts/syntax.ts'
import type { Measures } from '../measure.ts'
import type { FindingRule, Program } from '../program.ts'
import { code, duration } from '../wording.ts'
import { runsSeveralTimes, THREADS } from './evidence.ts'

const SESSION = /^(aiohttp\.ClientSession|httpx\.(Async)?Client|requests\.(Session|session))$/
/** Threads must not share a `requests.Session`, so one session for each call is correct there. */
const FOR_ONE_THREAD = /^(requests|httpx\.Client$)/
const VERB = /\.(get|post|put|delete|head|patch|options|request|stream|ws_connect)$/

/** Each request opens its own client, so none can reuse a connection. */
export const sessionPerRequest: FindingRule = {
  name: 'session-per-request',
  severity: 'warning',
  docs: 'library/contextlib.html#contextlib.AsyncExitStack',
  *find({ facts, measures }) {
    for (const call of facts.calls) {
      if (!SESSION.test(call.name) || !isOpenedOften(call, facts) || !asksOnce(call, facts))
        continue
      const ms = costMs(call, measures)
      const cost = ms >= COSTLY_MS ? ` (opening them took ${duration(ms)} of computing)` : ''
      yield {
        line: call.line,
        ...(ms >= COSTLY_MS ? { severity: 'error' as const } : {}),
        message: `Line ${call.line} opens a new ${code(call.name)} for every request${cost}, so no connection is reused: create one client outside, enter it with ${FOR_ONE_THREAD.test(call.name) ? '`with`' : '`async with`'}, and pass it in.`,
      }
    }
  },
}

/** Above this, opening clients is the first thing to fix, ms. */
const COSTLY_MS = 100

/** Time spent opening clients, ms; loading certificates is most of it. */
function costMs(call: Call, measures: Measures | null): number {
  if (!measures) return 0
  const blocked = measures.blocks.filter((block) => block.lines.includes(call.line))
  const held = blocked.reduce((sum, block) => sum + block.ms, 0)
  return Math.max(held, measures.line(call.line).cpuMs)
}

/** Whether opening clients blocked the event loop, which is then what to fix. */
export const isOpeningSession = ({ facts }: Program, lines: readonly number[]): boolean =>
  facts.calls.some((call) => SESSION.test(call.name) && lines.includes(call.line))

function isOpenedOften(call: Call, facts: Facts): boolean {
  if (call.loops.length > 0) return call.loops.some((loop) => loop.trips !== 1)
  const { func } = call
  if (func.outer === null || func.name === '__init__') return false
  return isCalledOften(func, facts, FOR_ONE_THREAD.test(call.name))
}

function isCalledOften(func: Func, facts: Facts, oneThread: boolean, depth = 0): boolean {
  if (runsSeveralTimes(func, facts, THREADS)) return !oneThread
  if (runsSeveralTimes(func, facts, ['task'])) return true
  const callers = facts.calls.filter((each) => each.target === func && each.func !== func)
  if (callers.length > 2 || callers.some((each) => each.loops.length > 0)) return true
  return depth < 3 && callers.some((each) => isCalledOften(each.func, facts, oneThread, depth + 1))
}

/** Whether at most one request uses it: it is neither used in a loop nor passed on. */
function asksOnce(call: Call, facts: Facts): boolean {
  const name = nameGiven(call)
  const { func } = call
  const direct = `${call.name}().`
  const asks = func.calls.filter((each) => each.name.startsWith(direct) && VERB.test(each.name))
  if (asks.length === 0 || asks.length > 1) return false
  if (asks.some((each) => each.loops.length > call.loops.length)) return false
  if (name === null) return true
  if (/[.[]/.test(name)) return false
  return !facts.calls.some(
    (each) =>
      each.func === func &&
      [...each.arguments, ...each.keywords.values()].some((given) => given.text === name),
  )
}

/** The variable or attribute that holds it: of `x = call()` and `with call() as x`; null without one. */
function nameGiven(call: Call): string | null {
  for (const outer of enclosing(call.node)) {
    if (outer.type === 'assignment') return part(outer, 'left')?.text ?? null
    if (outer.type === 'as_pattern') return part(outer, 'alias')?.text ?? null
    if (!/^(await|parenthesized_expression)$/.test(outer.type)) return null
  }
  return null
}

const NEEDS_CLOSING = /^(aiohttp\.ClientSession|httpx\.AsyncClient)$/

/** A session that the program opens but never closes. */
export const sessionUnclosed: FindingRule = {
  name: 'session-unclosed',
  severity: 'warning',
  docs: 'library/contextlib.html#contextlib.aclosing',
  *find(program) {
    const { facts } = program
    const seen = complained(program)
    for (const call of facts.calls) {
      if (!NEEDS_CLOSING.test(call.name) || isEntered(call)) continue
      const name = nameGiven(call)
      if (name === null || isClosed(name, facts)) continue
      yield {
        line: call.line,
        severity: seen ? 'error' : 'warning',
        message: `The session that line ${call.line} opens is never closed${seen ? ', which is why Python prints "Unclosed client session"' : ''}: open it with \`async with ${call.node.children[0]?.text ?? call.name}(...) as session:\`, or call ${code(`await ${name}.${call.name.startsWith('httpx') ? 'aclose' : 'close'}()`)} at the end.`,
      }
    }
  },
}

const complained = ({ measures }: Program): boolean =>
  measures?.result.output.some(({ text }) => text.includes('Unclosed client session')) === true ||
  measures?.trace?.loopErrors.some(({ message }) => message.includes('Unclosed')) === true

function isEntered({ node }: Call): boolean {
  for (const outer of enclosing(node)) {
    if (outer.type === 'with_item' || outer.type === 'return_statement') return true
    if (outer.type === 'call' || outer.type === 'yield') return true // passed on, so it is closed elsewhere
    if (/_statement$|^block$/.test(outer.type)) return false
  }
  return false
}

/** Whether something closes this name, enters it, or passes it on. */
function isClosed(name: string, facts: Facts): boolean {
  const last = name.split('.').at(-1) ?? name
  const end = new RegExp(`(^|\\.)${RegExp.escape(last)}\\.(a?close|__aexit__)$`)
  for (const node of within(facts.root)) {
    if (node.type === 'attribute' && end.test(node.text)) return true
    if (
      node.type === 'with_item' &&
      new RegExp(`\\b${RegExp.escape(last)}\\b`).test(node.text) &&
      !/\(/.test(node.text)
    )
      return true
    if (
      /^(return_statement|yield)$/.test(node.type) &&
      new RegExp(`\\b${RegExp.escape(last)}$`).test(node.text)
    )
      return true
  }
  return false
}
