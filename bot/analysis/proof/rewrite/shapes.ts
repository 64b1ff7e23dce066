/** A repeated call → the shape of its loop, or why it has none that can be rewritten. */

import type { Call } from '../../facts/facts.ts'
import { enclosing, executed, type Node, part } from '../../facts/syntax.ts'
import type { ComprehensionShape, ForShape, MapShape, Shape } from './candidate.ts'
import { indentOf } from './edits.ts'
import { REFUSALS } from './reasons.ts'

/** A string is the reason of a refusal. */
export function shapeOf(call: Call, unit: Node, source: string): Shape | string {
  if (call.name === 'map') return mapShape(call, source)
  const loop = call.loops.at(-1)
  if (!loop || loop.node.type === 'while_statement') return REFUSALS.while(loop?.line ?? call.line)
  const shape =
    loop.kind === 'for' ? forShape(loop.node, unit) : comprehensionShape(loop.node, unit)
  if (typeof shape === 'string') return shape
  return layout(shape.kind === 'for' ? shape.loop : shape.statement, source) ?? shape
}

/** Other statements on the same lines would have to move. */
function layout(statement: Node, source: string): string | null {
  const end = statement.start + statement.text.length
  const rest = source.slice(end, `${source}\n`.indexOf('\n', end))
  const alone = indentOf(source, statement.start) !== null && /^\s*(#.*)?$/.test(rest)
  return alone ? null : REFUSALS.layout(statement.line)
}

function forShape(loop: Node, unit: Node): ForShape | string {
  const [left, right, body] = [part(loop, 'left'), part(loop, 'right'), part(loop, 'body')]
  if (!left || !right || !body) return REFUSALS.unclear(loop.line)
  if (part(loop, 'alternative')) return REFUSALS.elseClause(loop.line)
  const leaving = leavingStatement(body, loop)
  if (leaving) return REFUSALS.leaves(leaving.line, leaving.text.split(/\s/)[0] ?? 'break')
  const at = body.children.findIndex((child) => holds(child, unit))
  const top = body.children[at]
  if (!top) return REFUSALS.unclear(loop.line)
  const before = body.children.slice(0, at)
  const after = body.children.slice(at + 1)
  const path = pathTo(unit, top)
  const consequence = part(top, 'consequence')
  if (top.type === 'if_statement' && consequence && path.includes(consequence)) {
    const inner = consequence.children.findIndex((child) => holds(child, unit))
    const statement = consequence.children[inner]
    const single = top.children.every((child) => child.field !== 'alternative')
    if (!single || after.length > 0 || inner !== 0 || !statement)
      return REFUSALS.sometimes(unit.line)
    const wrong = always(pathTo(unit, statement))
    if (wrong) return wrong(unit.line)
    const rest = consequence.children.slice(1)
    return { kind: 'for', loop, left, right, before, guard: top, statement, after: rest }
  }
  const wrong = always(path)
  if (wrong) return wrong(unit.line)
  return { kind: 'for', loop, left, right, before, guard: null, statement: top, after }
}

/** The unit is done once in every turn, wherever it stands on this path; else the refusal. */
function always(path: readonly Node[]): ((line: number) => string) | null {
  for (const [index, node] of path.entries()) {
    const next = path[index + 1]
    if (/^(lambda|function_definition|class_definition)$/.test(node.type)) return REFUSALS.unclear
    if (/^(try_statement)$/.test(node.type)) return REFUSALS.caught
    if (/^with_statement$/.test(node.type)) return REFUSALS.within
    if (/^(conditional_expression|boolean_operator|match_statement)$/.test(node.type))
      return REFUSALS.sometimes
    if (/^(if_statement|while_statement)$/.test(node.type) && next?.field !== 'condition')
      return REFUSALS.sometimes
    if (node.type === 'while_statement') return REFUSALS.unclear
  }
  return null
}

/** `break` of this loop, or any `return` or `yield`. */
function leavingStatement(body: Node, loop: Node): Node | null {
  for (const node of executed(body)) {
    if (/^(return_statement|yield)$/.test(node.type)) return node
    if (node.type === 'break_statement') {
      for (const outer of enclosing(node)) {
        if (outer === loop) return node
        if (/^(for|while)_statement$/.test(outer.type)) break
      }
    }
  }
  return null
}

const OPENS_OF = /^[[{(]$/

function comprehensionShape(node: Node, unit: Node): ComprehensionShape | string {
  const statement = statementAround(node)
  if (typeof statement === 'string') return statement
  if (node.type === 'generator_expression' && !isReadAtOnce(node))
    return REFUSALS.generator(node.line)
  const clauses = node.children.filter((child) => child.type === 'for_in_clause')
  const filters = node.children.filter((child) => child.type === 'if_clause')
  const element = part(node, 'body')
  if (!element || clauses.length === 0 || !OPENS_OF.test(node.text[0] ?? ''))
    return REFUSALS.unclear(node.line)
  if (clauses.some((clause) => clause.async)) return REFUSALS.unclear(node.line)
  for (const each of executed(node))
    if (each.type === 'named_expression') return REFUSALS.unclear(node.line)
  const inFilter = filters.some((filter) => holds(filter, unit))
  if (!inFilter && !holds(element, unit)) return REFUSALS.unclear(node.line)
  if (inFilter && (clauses.length > 1 || filters.length > 1)) return REFUSALS.unclear(node.line)
  const wrong = always(pathTo(unit, node).slice(1))
  if (wrong) return wrong(unit.line)
  return { kind: 'comprehension', node, statement, clauses, filters, element, inFilter }
}

function mapShape(call: Call, source: string): MapShape | string {
  const statement = statementAround(call.node)
  if (typeof statement === 'string') return statement
  const inFor = call.node.field === 'right' && call.node.parent?.type === 'for_statement'
  const body = inFor && call.node.parent ? part(call.node.parent, 'body') : null
  const leaving = body && call.node.parent ? leavingStatement(body, call.node.parent) : null
  if (leaving) return REFUSALS.leaves(leaving.line, leaving.text.split(/\s/)[0] ?? 'break')
  if (!inFor && !isReadAtOnce(call.node)) return REFUSALS.generator(call.line)
  return layout(statement, source) ?? { kind: 'map', statement, iterables: call.arguments.slice(1) }
}

/** The statement whose lines can be preceded by others that are then done just before the expression. */
function statementAround(node: Node): Node | string {
  let inner = node
  for (const outer of enclosing(node)) {
    if (/^(lambda|conditional_expression|boolean_operator|while_statement)$/.test(outer.type))
      return REFUSALS.sometimes(node.line)
    if (/comprehension$|^generator_expression$/.test(outer.type)) return REFUSALS.unclear(node.line)
    if (/^(block|module)$/.test(outer.type)) {
      const head =
        !/^(for|if|with)_statement$/.test(inner.type) || HEADS.has(headField(node, inner))
      return head ? inner : REFUSALS.unclear(node.line)
    }
    inner = outer
  }
  return REFUSALS.unclear(node.line)
}

const HEADS = new Set(['right', 'condition', 'with_clause'])

function headField(node: Node, statement: Node): string {
  const child = pathTo(node, statement)[1]
  return child?.field ?? child?.type ?? ''
}

const EAGER =
  /^(list|tuple|set|frozenset|dict|sum|max|min|sorted|len|deque|Counter|OrderedDict|join|extend|update|print)$/

/** All of it is read before anything else is done. */
function isReadAtOnce(node: Node): boolean {
  let outer = node.parent
  if (outer?.type === 'list_splat') outer = outer.parent
  if (outer?.type === 'argument_list') outer = outer.parent
  if (outer?.type === 'for_statement') return node.field === 'right'
  if (outer?.type !== 'call') return false
  const name = part(outer, 'function')?.text.split('.').at(-1) ?? ''
  return EAGER.test(name)
}

/** From `outer` down to the node, both included. */
function pathTo(node: Node, outer: Node): Node[] {
  const path = [node]
  for (const each of enclosing(node)) {
    if (path[0] === outer) break
    path.unshift(each)
    if (each === outer) break
  }
  return path
}

export function holds(outer: Node, node: Node): boolean {
  if (outer === node) return true
  for (const each of enclosing(node)) if (each === outer) return true
  return false
}
