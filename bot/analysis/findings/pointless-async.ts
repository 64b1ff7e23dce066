import type { Facts, Func } from '../facts/facts.ts'
import { executed, part, within } from '../facts/syntax.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'
import { statementsOf } from './evidence.ts'

/** A coroutine without a single await, where nothing asks for one. */
export const pointlessAsync: FindingRule = {
  name: 'pointless-async',
  severity: 'hint',
  docs: 'library/asyncio-task.html#coroutines',
  find({ facts }) {
    const coroutines = facts.functions.filter((func) => func.async)
    const pointless = coroutines.filter((func) => isPointless(func, facts))
    const whole = pointless.length > 0 && pointless.length === coroutines.length
    return pointless.map((func) => ({
      line: func.line,
      ...(whole ? { severity: 'warning' as const } : {}),
      message: `Nothing in ${code(func.qualified)} (line ${func.line}) awaits: a plain def is simpler.`,
    }))
  },
}

function isPointless(func: Func, facts: Facts): boolean {
  if (func.awaits.length > 0 || func.generator || func.decorators.length > 0) return false
  if (func.class && (func.name.startsWith('__a') || hasBases(func, facts))) return false
  // A library call that should have been awaited is a different finding.
  if (func.calls.some((call) => call.library?.coroutine || call.target?.async)) return false
  return !isStub(func) && !isHandedOver(func, facts)
}

const hasBases = (func: Func, facts: Facts): boolean =>
  (facts.classes.get(func.class ?? '')?.bases.length ?? 0) > 0

/** `pass`, `...` or `raise NotImplementedError`: an interface or a placeholder. */
function isStub(func: Func): boolean {
  const statements = statementsOf(func)
  return (
    statements.length === 0 ||
    statements.every((node) => /^(pass|raise)_statement$/.test(node.type) || node.text === '...')
  )
}

/** Whether its name is used without being called, as for a handler that something else awaits. */
function isHandedOver(func: Func, facts: Facts): boolean {
  for (const node of facts.files.flatMap(({ root }) => [...within(root)])) {
    if (node.type !== 'identifier' || node.text !== func.name) continue
    const holder = node.parent
    if (!holder || (holder === func.node && node.field === 'name')) continue
    const called = holder.type === 'attribute' ? holder : node
    if (called.parent?.type === 'call' && part(called.parent, 'function') === called) continue
    return true
  }
  return Array.from(executed(func.body)).some((node) => node.type === 'yield')
}
