/** Swallowed cancellation, and waits without a timeout. */
import type { Func } from '../facts/facts.ts'
import { enclosing, executed, type Node, part } from '../facts/syntax.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'
import { timedOut } from './evidence.ts'

/** CancelledError is caught and not raised again, so cancelling does nothing. */
export const swallowedCancel: FindingRule = {
  name: 'swallowed-cancel',
  severity: 'warning',
  docs: 'library/asyncio-task.html#task-cancellation',
  *find({ facts }) {
    for (const func of facts.functions) {
      if (!func.async) continue
      for (const node of executed(func.body)) {
        if (node.type !== 'except_clause' || !catchesCancel(node) || !awaitsIn(node.parent))
          continue
        if (leavesOrRaises(node)) continue
        yield {
          line: node.line,
          ...(inLoop(node, func) ? {} : { severity: 'hint' as const }),
          message: `The except at line ${node.line} swallows CancelledError: raise it again, or cancellation and timeouts stop working.`,
        }
      }
    }
  },
}

function catchesCancel(clause: Node): boolean {
  const caught = clause.children.find((child) => child.type !== 'block')
  return caught === undefined || /\b(BaseException|CancelledError)\b/.test(caught.text)
}

function awaitsIn(statement: Node | null): boolean {
  const body = statement && part(statement, 'body')
  if (!body) return false
  for (const node of executed(body)) if (node.type === 'await' || node.async) return true
  return false
}

function leavesOrRaises(clause: Node): boolean {
  for (const node of executed(clause))
    if (/^(raise|return|break)_statement$/.test(node.type)) return true
  return false
}

function inLoop(node: Node, func: Func): boolean {
  for (const outer of enclosing(node)) {
    if (outer === func.body) return false
    if (/^(for|while)_statement$/.test(outer.type)) return true
  }
  return false
}

const WITHOUT_LIMIT =
  /^(requests\.(Session\(\)\.|session\(\)\.)?(get|post|put|delete|head|patch|request)|urllib\.request\.urlopen)$/

/** A request without a timeout. */
export const missingTimeout: FindingRule = {
  name: 'missing-timeout',
  severity: 'hint',
  docs: 'library/asyncio-task.html#timeouts',
  *find(program) {
    const calls = program.facts.calls.filter(
      (call) => WITHOUT_LIMIT.test(call.name) && !call.keywords.has('timeout'),
    )
    const [first] = calls
    if (!first) return
    const stuck =
      timedOut(program) && program.measures?.trace?.stuckThreads.some((t) => t.line === first.line)
    yield {
      line: first.line,
      ...(stuck ? { severity: 'warning' as const } : {}),
      message: `${code(first.name.replaceAll('()', ''))} at line ${first.line} has no timeout and may wait for ever; pass \`timeout=10\`.`,
    }
  },
}
