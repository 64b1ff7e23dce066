/** A timeout around work in a thread, which keeps running regardless. */
import type { Call, Facts, Func } from '../facts/facts.ts'
import { enclosing, type Node, part } from '../facts/syntax.ts'
import type { FindingRule, Program } from '../program.ts'
import { code, duration } from '../wording.ts'
import { contextsOf } from './evidence.ts'

const IN_THREAD = /(^asyncio\.to_thread|\.run_in_executor)$/
const TIMEOUT =
  /^(asyncio\.(timeout|timeout_at)|async_timeout\.timeout|anyio\.(move_on_after|fail_after))\(\)$/

/** The timeout ends the waiting, not the thread. */
export const timeoutOfThread: FindingRule = {
  name: 'timeout-of-thread',
  severity: 'warning',
  docs: 'library/asyncio-task.html#asyncio.to_thread',
  *find(program) {
    const { facts } = program
    for (const call of facts.calls) {
      const timeout = IN_THREAD.test(call.name) ? timeoutAround(call, facts) : null
      if (!timeout) continue
      const target = facts.spawns.find((spawn) => spawn.call === call)?.target ?? null
      const ranMs = target ? longestIn(target, program) : 0
      const isOver = timeout.ms !== null && ranMs > timeout.ms + NOTICED_MS
      const name = target ? code(target.qualified) : 'the thread'
      const seen = isOver
        ? ` Here ${name} ran for ${duration(ranMs)}, with a timeout of ${duration(timeout.ms ?? 0)}.`
        : ''
      yield {
        line: timeout.line,
        ...(isOver ? { severity: 'error' as const } : {}),
        message: `The timeout at line ${timeout.line} only ends the waiting: a thread can't be cancelled, so ${name} keeps running, and \`asyncio.run\` waits for it at the end.${seen} Give the blocking call a timeout of its own, let it check a \`threading.Event\`, or run it in a process that can be ended.`,
      }
    }
  },
}

const NOTICED_MS = 250

/** The `wait_for` or `timeout()` around the work. */
function timeoutAround(call: Call, facts: Facts): { line: number; ms: number | null } | null {
  for (const outer of enclosing(call.node)) {
    if (/_definition$|^lambda$/.test(outer.type)) return null
    const around = facts.callAt.get(outer)
    if (around && /^asyncio\.wait_for$/.test(around.name))
      return at(around.node, around.keywords.get('timeout') ?? around.arguments[1], call, facts)
    if (outer.type !== 'with_statement') continue
    const made = contextsOf(outer, call.func, facts).find(({ name }) => TIMEOUT.test(name))
    const given = made && facts.callAt.get(made.node)
    if (made) return at(made.node, given?.arguments[0] ?? part(made.node, 'delay'), call, facts)
  }
  return null
}

function at(
  node: Node,
  given: Node | null | undefined,
  call: Call,
  facts: Facts,
): { line: number; ms: number | null } | null {
  if (given?.text === 'None') return null
  const seconds = given ? facts.numberOf(given, call.func) : null
  return { line: node.line, ms: seconds === null ? null : seconds * 1000 }
}

/** How long a thread was seen in the function, ms. */
function longestIn(func: Func, { measures }: Program): number {
  const byThread = new Map<string, number>()
  for (const { thread, line, wallMs } of measures?.trace?.lines ?? []) {
    if (line < func.line || line > func.endLine) continue
    byThread.set(thread, (byThread.get(thread) ?? 0) + wallMs)
  }
  return Math.max(0, ...byThread.values())
}
