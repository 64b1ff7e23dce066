/** Calls in a coroutine that block the whole event loop: one row for each kind of call. */
import type { Call } from '../facts/facts.ts'
import type { WaitClass } from '../libraries.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { code, duration, times } from '../wording.ts'
import { heldCalls, promoted, ranThrough, seenInLoop } from './evidence.ts'

type Row = Omit<FindingRule, 'find'> &
  Readonly<{ waits: readonly WaitClass[]; fix: (call: Call) => string }>

const ROWS: readonly Row[] = [
  {
    name: 'blocking-sleep-in-async',
    severity: 'error',
    docs: 'library/asyncio-dev.html#running-blocking-code',
    waits: ['sleep'],
    fix: () => 'use `await asyncio.sleep(...)`',
  },
  {
    name: 'blocking-http-in-async',
    severity: 'error',
    docs: 'library/asyncio-task.html#running-in-threads',
    waits: ['network'],
    fix: (call) =>
      `use ${instead(call)}, or ${code(`await asyncio.to_thread(${last2(call.name)}, ...)`)}`,
  },
  {
    name: 'blocking-file-in-async',
    severity: 'warning',
    docs: 'library/asyncio-eventloop.html#asyncio.loop.run_in_executor',
    waits: ['file'],
    fix: () => 'asyncio has no file API: wrap big or slow files in `asyncio.to_thread`',
  },
  {
    name: 'blocking-subprocess-in-async',
    severity: 'error',
    docs: 'library/asyncio-subprocess.html#asyncio.create_subprocess_exec',
    waits: ['child'],
    fix: (call) => `use ${code(instead(call))}`,
  },
  {
    name: 'blocking-socket-or-db-in-async',
    severity: 'warning',
    docs: 'library/asyncio-eventloop.html#asyncio.loop.run_in_executor',
    waits: ['database'],
    fix: (call) => `keep it short, or use ${instead(call)} or \`asyncio.to_thread\``,
  },
  {
    name: 'blocking-input-in-async',
    severity: 'error',
    docs: 'library/asyncio-task.html#running-in-threads',
    waits: ['input'],
    fix: (call) => `use ${code(instead(call))}`,
  },
  {
    name: 'blocking-lock-or-queue-in-async',
    severity: 'error',
    docs: 'library/asyncio-queue.html',
    waits: ['queue', 'lock'],
    fix: (call) => `use ${code(instead(call))}`,
  },
]

export const BLOCKING: readonly FindingRule[] = ROWS.map(({ waits, fix, ...rule }) => ({
  ...rule,
  find: (program) =>
    heldCalls(program.facts)
      .filter((call) => isBlocking(call, waits, rule.name) && !givesUpAtOnce(call, program))
      .map((call) => sight(call, program, rule.severity, fix(call))),
}))

/** Sockets have their own row in the notes; their names distinguish them from HTTP. */
function isBlocking(call: Call, waits: readonly WaitClass[], name: string): boolean {
  const { library } = call
  if (!library?.waits || library.coroutine) return false
  const socket = /^socket\./.test(call.name)
  if (name === 'blocking-socket-or-db-in-async') return socket || waits.includes(library.waits)
  return waits.includes(library.waits) && !(socket && library.waits === 'network')
}

function givesUpAtOnce(call: Call, { facts }: Program): boolean {
  const block = call.keywords.get('block') ?? call.keywords.get('blocking') ?? call.arguments[0]
  if (block?.text === 'False' || call.keywords.get('wait')?.text === 'False') return true
  const timeout = call.keywords.get('timeout')
  if (timeout && facts.numberOf(timeout, call.func) === 0) return true
  const [first] = call.arguments
  if (call.library?.waits === 'sleep')
    return first !== undefined && facts.numberOf(first, call.func) === 0
  if (isAskedBefore(call)) return true
  // A put on a queue without a bound never waits; join and get do.
  return call.library?.waits === 'queue' && call.name.endsWith('.put')
}

function sight(call: Call, program: Program, severity: Row['severity'], fix: string): Sighting {
  const block = program.measures?.blockedAt(call.line)
  const what = code(`${last2(call.name)}(...)`)
  if (block) {
    const others =
      block.ready > 0 ? ` while ${times(block.ready, 'callback')} waited for a turn` : ''
    return {
      line: call.line,
      severity: promoted(severity),
      message: `Line ${call.line}: ${what} held the event loop for ${duration(block.ms)}${others}; ${fix}.`,
    }
  }
  if (isHarmless(call, program, severity)) {
    return {
      line: call.line,
      severity: 'hint',
      message: `Line ${call.line}: ${what} runs on the event loop; no hold-up over 50 ms was measured. Where it can be slow, ${fix}.`,
    }
  }
  return {
    line: call.line,
    // A thread or pool that was awaited in another way may have no work left.
    ...(!program.measures && isEndAfterAwait(call) ? { severity: 'warning' as const } : {}),
    message: `Line ${call.line}: ${what} holds the event loop until it is done; ${fix}.`,
  }
}

/** `while queue.empty(): await …` and `while thread.is_alive(): await …` leave nothing to wait for afterwards. */
function isAskedBefore(call: Call): boolean {
  const text = call.node.children[0]?.text ?? ''
  const object = text.replace(/\.(get|join)$/, '')
  const asks = text.endsWith('.get') ? ['empty', 'qsize'] : ['is_alive']
  return object !== text && asks.some((ask) => call.func.body.text.includes(`${object}.${ask}()`))
}

function isEndAfterAwait(call: Call): boolean {
  if (call.name.endsWith('.shutdown'))
    return call.func.awaits.some((node) => node.start < call.node.start)
  if (!call.name.endsWith('.join')) return false
  const start = call.node.children[0]?.text.replace(/\.join$/, '.start')
  const started = call.func.calls.find((each) => each.node.children[0]?.text === start)
  return (
    started !== undefined &&
    call.func.awaits.some((node) => node.start > started.node.start && node.start < call.node.start)
  )
}

/** The run executed the line and the loop was not blocked. */
function isHarmless(call: Call, program: Program, severity: Row['severity']): boolean {
  if (!ranThrough(program) || !program.measures?.trace) return false
  if (severity !== 'error') return true
  const wait = call.library?.waits
  if (wait === 'lock' || wait === 'queue') return true
  return wait === 'sleep' && seenInLoop(program, call.line) && isBrief(call, program)
}

/** Sleeps shorter than this busy-wait rather than block. */
const BRIEF_S = 0.005

function isBrief(call: Call, { facts }: Program): boolean {
  const [first] = call.arguments
  const seconds = first ? facts.numberOf(first, call.func) : null
  return seconds !== null && seconds <= BRIEF_S
}

const instead = (call: Call): string => call.library?.instead ?? '`asyncio.to_thread`'

/** `requests.Session().get` is read as `Session.get`. */
function last2(name: string): string {
  const parts = name.replaceAll('()', '').split('.')
  return parts.slice(-2).join('.')
}
