/** What happens to the results of work given to a pool: what reads them, and where. */
import type { Call, Facts, Spawn } from '../facts/facts.ts'
import { enclosing, type Node, part, within } from '../facts/syntax.ts'

/** Calls that give work to a pool and return before it is done. */
const HANDS_OVER = /\.(submit|apply_async|map_async|starmap_async|imap|imap_unordered)$/
const EXECUTOR_MAP = /Executor\(\)\.map$/
/** Calls whose results and errors arrive one by one, as the iterator is consumed. */
const LAZY = /\.(map|imap|imap_unordered)$/

/** Whether this gives work to a pool with a call that returns before the work is done. */
export const handsOver = ({ kind, call }: Spawn): boolean =>
  /pool$/.test(kind) && (HANDS_OVER.test(call.name) || EXECUTOR_MAP.test(call.name))

/** Whether a call yields its results, and raises their errors, only as its iterator is consumed. */
export const isLazy = (call: Call): boolean => LAZY.test(call.name)

/** Whether nothing reads the result, or the error in its place. */
export function isUnread({ call }: Spawn, facts: Facts): boolean {
  if (call.keywords.has('error_callback')) return false
  const kept = keptIn(call, facts)
  if (kept === 'dropped') return true
  return kept !== null && !isNameRead(kept, scopeOf(call), isLazy(call), facts)
}

/** Every use of the variable that keeps a call's result, within the same function. */
export function usesOfResult(call: Call, facts: Facts): Node[] {
  const kept = keptIn(call, facts)
  return kept === null || kept === 'dropped' ? [] : usesOf(kept, scopeOf(call))
}

/** Where results are read: in the body of the loop over them, or right there. */
export function readAt(use: Node): number {
  const loop = isWalked(use) ? use.parent : null
  const variable = loop && part(loop, 'left')
  const body = loop && part(loop, 'body')
  if (variable?.type !== 'identifier' || !body) return use.line
  return usesOf(variable.text, body)[0]?.line ?? use.line
}

const scopeOf = ({ func }: Call): Node => (func.outer === null ? func.node : func.body)

const WRAPS =
  /^(parenthesized_expression|list|tuple|set|pair|dictionary|(list|set|dictionary)_comprehension|generator_expression|conditional_expression|expression_list)$/

/** The variable or container that keeps what a call returns; null where it goes elsewhere. */
function keptIn(call: Call, facts: Facts): string | null {
  let inner = call.node
  for (const outer of enclosing(call.node)) {
    if (outer.type === 'expression_statement') return 'dropped'
    if (outer.type === 'assignment') {
      const left = part(outer, 'left')
      if (left?.type === 'identifier') return left.text
      const root = left?.type === 'subscript' ? left.children[0] : null
      return root?.type === 'identifier' ? root.text : null
    }
    if (outer.type === 'argument_list' || outer.type === 'call') {
      const around = outer.type === 'call' ? outer : outer.parent
      const called = around && part(around, 'function')
      if (!called || called === inner) return null
      const object = part(called, 'object')
      if (/\.(append|add)$/.test(called.text) && object?.type === 'identifier') return object.text
      if (isLazy(call) || !/^(list|tuple|set|dict|dict\.fromkeys)$/.test(called.text)) return null
    } else if (!WRAPS.test(outer.type)) return null
    inner = outer
  }
  return facts.broken ? null : 'dropped'
}

function usesOf(name: string, scope: Node): Node[] {
  return [...within(scope)].filter(
    (node) =>
      node.type === 'identifier' &&
      node.text === name &&
      node.field !== 'left' &&
      !(node.parent?.type === 'attribute' && node.field === 'attribute') &&
      !(node.parent?.type === 'keyword_argument' && node.field === 'name'),
  )
}

const isNameRead = (name: string, scope: Node, lazy: boolean, facts: Facts): boolean =>
  usesOf(name, scope).some((use) => isRead(use, lazy, facts))

/** Methods that only check progress, cancel, or add to the container. */
const PEEKS = /^(done|running|ready|wait|cancel|cancelled|append|add|clear)$/
const SHOWS = /^(print|len|type|str|repr|id|isinstance|bool|logging\.\w+|logger\.\w+)$/

function isRead(use: Node, lazy: boolean, facts: Facts): boolean {
  const { parent } = use
  if (parent?.type === 'attribute') return !PEEKS.test(part(parent, 'attribute')?.text ?? '')
  if (isWalked(use)) return lazy || isLoopVariableRead(use, facts)
  const around = parent?.type === 'argument_list' ? parent.parent : null
  const called = around && part(around, 'function')?.text
  if (!around || !called) return true
  if (SHOWS.test(called)) return false
  if (/(^|\.)wait$/.test(called)) return around.parent?.type !== 'expression_statement'
  if (/(^|\.)as_completed$/.test(called) && isWalked(around))
    return isLoopVariableRead(around, facts)
  if (/(^|\.)tqdm$/.test(called) && isWalked(around))
    return lazy || isLoopVariableRead(around, facts)
  return true
}

/** Whether it is the iterable of a `for`. */
const isWalked = (node: Node): boolean =>
  node.field === 'right' && /^for_(statement|in_clause)$/.test(node.parent?.type ?? '')

function isLoopVariableRead(walked: Node, facts: Facts): boolean {
  const loop = walked.parent
  const variable = loop && part(loop, 'left')
  if (!loop || variable?.type !== 'identifier') return true
  const scope = loop.type === 'for_statement' ? part(loop, 'body') : loop.parent
  return scope === null || isNameRead(variable.text, scope, false, facts)
}
