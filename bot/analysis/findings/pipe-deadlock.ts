/** Waiting for a child process whose output pipe nobody reads. */
import type { Call, Facts, Func } from '../facts/facts.ts'
import { enclosing, executed, type Node, part, receiverOf } from '../facts/syntax.ts'
import type { FindingRule, Program } from '../program.ts'
import { code } from '../wording.ts'
import { timedOut } from './evidence.ts'

/** The child fills the pipe and blocks, so waiting for its exit never ends. */
export const pipeDeadlock: FindingRule = {
  name: 'pipe-deadlock',
  severity: 'warning',
  docs: 'library/subprocess.html#subprocess.Popen.wait',
  *find(program) {
    for (const func of program.facts.functions) {
      const wait = unreadWait(func, program.facts)
      if (!wait) continue
      const severity = severityOf(wait, program)
      const seen = severity === 'error' ? ', and so it did here' : ''
      yield {
        line: wait.line,
        ...(severity ? { severity } : {}),
        message: `Line ${wait.line} waits for the child to end while nobody reads its output: the child stops when the pipe is full (64 KiB)${seen}. Use ${code(`${wait.awaits ? 'await ' : ''}${wait.child}.communicate()`)}, which reads and waits.`,
      }
    }
  },
}

type Wait = Readonly<{
  line: number
  child: string
  awaits: boolean
  /** Its timeout in seconds, as far as the source says; null without one. */
  limit: number | null
}>

const CHILD = /^(subprocess\.Popen|asyncio\.create_subprocess_(exec|shell))\(\)\.(wait|poll)$/

function unreadWait(func: Func, facts: Facts): Wait | null {
  if (!func.calls.some(hasPipe)) return null
  for (const call of func.calls) {
    const child = CHILD.test(call.name) ? childOf(call) : null
    if (!child) continue
    const from = call.name.endsWith('.poll') ? pollingLoop(call) : call.node
    if (!from || isReadBy(child, statementEnd(from), func)) continue
    const limit = limitOf(call, facts)
    return { line: from.line, child, awaits: func.async, limit }
  }
  return null
}

const hasPipe = (call: Call): boolean =>
  /(Popen|create_subprocess_(exec|shell))$/.test(call.name) &&
  ['stdout', 'stderr'].some((stream) => /PIPE$/.test(call.keywords.get(stream)?.text ?? ''))

/** The variable that holds the child. */
function childOf(call: Call): string | null {
  const object = receiverOf(call.node)
  return object?.type === 'identifier' ? object.text : null
}

/** `while child.poll() is None:` */
function pollingLoop(call: Call): Node | null {
  for (const outer of enclosing(call.node)) {
    if (outer.type === 'while_statement')
      return part(outer, 'condition')?.text.includes(call.node.text) ? outer : null
    if (/_definition$/.test(outer.type)) return null
  }
  return null
}

/** The end of the statement with the wait, so that a reader started together with it counts. */
function statementEnd(from: Node): number {
  let statement = from
  for (const outer of enclosing(from)) {
    if (/^(block|module)$/.test(outer.type)) break
    if (!/^(try|with|if|for|while)_statement$|clause$/.test(outer.type)) statement = outer
  }
  return statement.start + statement.text.length
}

/** Whether its pipes, or the child itself, were passed to a reader before. */
function isReadBy(child: string, end: number, func: Func): boolean {
  for (const node of executed(func.body)) {
    if (node.type !== 'identifier' || node.text !== child || node.start >= end) continue
    const { parent } = node
    if (parent?.type === 'argument_list') return true
    const used = parent?.type === 'attribute' ? (part(parent, 'attribute')?.text ?? '') : ''
    if (/^(communicate|stdout|stderr)$/.test(used)) return true
  }
  return false
}

function limitOf(call: Call, facts: Facts): number | null {
  const own = call.keywords.get('timeout') ?? call.arguments[0]
  if (own) return facts.numberOf(own, call.func)
  const around = call.node.parent?.parent
  const outer = around ? facts.callAt.get(around) : undefined
  const given = outer?.keywords.get('timeout') ?? outer?.arguments[1]
  return outer?.name === 'asyncio.wait_for' && given ? facts.numberOf(given, call.func) : null
}

const BLOCKED_MS = 300

/** An error when the run got stuck there; a hint when the output fitted into the pipe. */
function severityOf(wait: Wait, program: Program): 'error' | 'hint' | null {
  const { measures } = program
  if (!measures) return null
  const { result } = measures
  const main = result.lanes[0]?.pid
  const childBlocked = result.lanes.some(
    (lane) => lane.pid !== main && longestIn('pipe', lane.states, lane.endMs) > BLOCKED_MS,
  )
  if (timedOut(program) || childBlocked) return 'error'
  const waited = Math.max(measures.awaits(wait.line).waitMs, measures.line(wait.line).wallMs)
  return wait.limit !== null && waited > 900 * wait.limit ? 'error' : 'hint'
}

function longestIn(
  kind: string,
  states: readonly (readonly [number, string])[],
  endMs: number,
): number {
  let longest = 0
  let since: number | null = null
  for (const [startMs, state] of [...states, [endMs, 'running'] as const]) {
    if (since !== null) longest = Math.max(longest, startMs - since)
    if (state !== kind) since = null
    else since ??= startMs
  }
  return longest
}
