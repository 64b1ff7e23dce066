/** The parts that every rewrite of a loop is made of: items, what is called with them, and what becomes of the results. */
import { type Node, part, within } from '../../facts/syntax.ts'
import type { Candidate, ComprehensionShape, ForShape, MapShape } from './candidate.ts'
import { dedented, type Edit, edited, fresh, indentOf, shifted } from './edits.ts'
import { readNames, writesIn } from './names.ts'

export type Plan = Readonly<{
  candidate: Candidate
  /** The statement whose lines are replaced. */
  statement: Node
  /** Lines that make the items; may be empty. */
  collect: string
  /** Expression that gives the items, and the names one of them gets in a `for`. */
  items: string
  target: string
  /** The function, with arguments that never change bound to it, for a pool's `map`. */
  mapped: string
  /** One list for each argument of `mapped`; null where only a call written out will do. */
  lists: readonly string[] | null
  /** The call's arguments as they are written. */
  given: string
  /** Name that the list of results gets. */
  results: string
  /** What follows, with the results in place of the calls; may be empty. */
  after: string
  /** What `mapped` and `lists` need. */
  imports: readonly string[]
}>

export function planOf(candidate: Candidate): Plan {
  const { shape } = candidate
  if (shape.kind === 'for') return planFor(candidate, shape)
  if (shape.kind === 'comprehension') return planComprehension(candidate, shape)
  return planMap(candidate, shape)
}

function planFor(candidate: Candidate, shape: ForShape): Plan {
  const { facts, unit } = candidate
  const { source } = facts
  const { loop, left, right, before, guard, statement, after } = shape
  const later = new Set([statement, ...after].flatMap((node) => [...readNames(node, unit)]))
  const early = readNames(unit)
  const word = (name: string) => fresh(name, source)
  const names = [...targetNames(left), ...before.flatMap(boundIn)]
  const gathers = before.length > 0 || guard !== null
  for (const name of names) if (isUsedAfter(name, loop)) later.add(name)
  const needed = [...new Set(names)].filter((name) => early.has(name) || later.has(name))
  const captured = needed.length > 0 ? needed : names.slice(0, 1)
  const target = gathers ? captured.join(', ') : left.text
  const results = word('results')
  const zipped = names.some((name) => later.has(name))
  const short = zipped ? null : inOneStep(shape, unit, results)
  const call = callOf(candidate, target, gathers ? captured : targetNames(left))
  const items = loop.async
    ? { name: word('items'), line: allOf(shape, word('items')) }
    : itemsOf(candidate, right, gathers, call.uses + Number(zipped), word('items'))
  const own = after.length > 0 ? assignedName(statement, unit) : null
  const result = own ?? word('result')
  const head = zipped
    ? `${parenthesised(target)}, ${result} in zip(${items.name}, ${results})`
    : `${result} in ${results}`
  return {
    candidate,
    statement: loop,
    collect: gathers ? gathering(shape, source, items.name, captured) : items.line,
    items: items.name,
    target,
    ...call.parts(items.name),
    results,
    after: short ?? loopOverResults(shape, unit, source, head, own === null ? result : null),
  }
}

/** An asynchronous iterable is read to its end first. */
const allOf = ({ left, right }: ForShape, items: string): string =>
  `${items} = [${parenthesised(left.text)} async for ${left.text} in ${right.text}]`

const targetNames = (left: Node): string[] =>
  Array.from(within(left)).flatMap((node) => (node.type === 'identifier' ? [node.text] : []))

const boundIn = (node: Node): string[] =>
  writesIn(node).flatMap(({ name, how }) => (how === 'bound' ? [name] : []))

const parenthesised = (target: string): string =>
  target.includes(',') && !/^[([]/.test(target) ? `(${target})` : target

/** `out.append(f(x))`, `out += [f(x)]` and a bare `f(x)` need no second loop; null for the rest. */
function inOneStep(shape: ForShape, unit: Node, results: string): string | null {
  const { statement, after } = shape
  const expression = statement.type === 'expression_statement' ? statement.children[0] : null
  if (!expression || after.length > 0 || statement.children.length > 1) return null
  if (expression === unit) return ''
  if (expression.type === 'call') {
    const called = part(expression, 'function')
    const given = part(expression, 'arguments')?.children ?? []
    const list = called && part(called, 'object')
    if (list?.type === 'identifier' && given.length === 1 && given[0] === unit)
      return part(called ?? list, 'attribute')?.text === 'append'
        ? `${list.text}.extend(${results})`
        : null
    return null
  }
  if (expression.type !== 'augmented_assignment') return null
  const right = part(expression, 'right')
  const isList = right?.type === 'list' && right.children.length === 1 && right.children[0] === unit
  const list = part(expression, 'left')
  return isList && list?.type === 'identifier' && part(expression, 'operator')?.text === '+='
    ? `${list.text} += ${results}`
    : null
}

/** Python keeps the loop's name after the loop; a rewrite without the loop would lose it. */
function isUsedAfter(name: string, loop: Node): boolean {
  let inner = loop
  for (let outer = loop.parent; outer; outer = outer.parent) {
    const at = outer.children.indexOf(inner)
    if (outer.children.slice(at + 1).some((node) => usesFirst(node, name))) return true
    if (/^(function_definition|class_definition)$/.test(outer.type)) break
    inner = outer
  }
  return false
}

/** Another loop over the same name sets it anew. */
const usesFirst = (node: Node, name: string): boolean => {
  for (const each of within(
    node,
    (child) => !setsAnew(child, name) && !/^(function_definition|lambda)$/.test(child.type),
  ))
    if (!setsAnew(each, name) && each.type === 'identifier' && each.text === name) return true
  return false
}

function setsAnew(node: Node, name: string): boolean {
  if (/comprehension$|^generator_expression$/.test(node.type))
    return node.children.some((child) => {
      const left = child.type === 'for_in_clause' ? part(child, 'left') : null
      return left !== null && targetNames(left).includes(name)
    })
  const left = /^(for_statement|assignment)$/.test(node.type) ? part(node, 'left') : null
  return left !== null && targetNames(left).includes(name)
}

/** The first half of the loop: what is done before the calls, for all items. */
function gathering(
  shape: ForShape,
  source: string,
  items: string,
  captured: readonly string[],
): string {
  const { loop, left, right, before, guard, statement } = shape
  const [first] = before.length > 0 ? before : [guard ?? statement]
  const outer = indentOf(source, loop.start) ?? ''
  const start = first ? lineStart(source, first.start) : statement.start
  const body = source.slice(start, lineStart(source, statement.start))
  const inner = indentOf(source, statement.start) ?? `${outer}    `
  const one = captured.length === 1 ? (captured[0] ?? '_') : `(${captured.join(', ')})`
  const lines = `${body}${inner}${items}.append(${one})`
  return `${items} = []\n${loop.async ? 'async ' : ''}for ${left.text} in ${right.text}:\n${dedented(lines, outer)}`
}

const lineStart = (source: string, at: number): number => source.lastIndexOf('\n', at - 1) + 1

/** The second half: the loop with results in place of calls. */
function loopOverResults(
  shape: ForShape,
  unit: Node,
  source: string,
  head: string,
  /** Null when the loop's head gives the result the name that the statement with the call gave it. */
  result: string | null,
): string {
  const { loop, left, right, before, guard, statement, after } = shape
  const end = loop.start + loop.text.length
  const edits: Edit[] = [{ start: left.start, end: right.start + right.text.length, text: head }]
  if (loop.async) edits.push({ start: loop.start, end: loop.start + 'async '.length, text: '' })
  const first = before[0] ?? guard ?? statement
  const kept = result === null ? (after[0] ?? statement) : statement
  if (first !== kept) edits.push({ start: first.start, end: kept.start, text: '' })
  if (result !== null)
    edits.push({ start: unit.start, end: unit.start + unit.text.length, text: result })
  const text = edited(source.slice(loop.start, end), shifted(edits, loop.start))
  const outer = indentOf(source, loop.start) ?? ''
  if (!guard) return dedented(text, outer)
  const [deep, flat] = [indentOf(source, statement.start), indentOf(source, guard.start)]
  const more = (deep ?? '').slice((flat ?? '').length)
  return dedented(dedentedBody(text, more, deep ?? ''), outer)
}

/** The first line is in place already; those after it stood deeper under the `if`. */
function dedentedBody(text: string, more: string, deep: string): string {
  return text
    .split('\n')
    .map((line) => (more && line.startsWith(deep) ? line.slice(more.length) : line))
    .join('\n')
}

type Items = Readonly<{ name: string; line: string }>

/** An iterable that is walked through more than once is made a list first. */
function itemsOf(
  { facts, call }: Candidate,
  iterable: Node,
  gathers: boolean,
  uses: number,
  name: string,
): Items {
  if (gathers) return { name, line: '' }
  const again = facts.lengthOf(iterable, call.func) !== null
  const short = iterable.type === 'identifier' || /^range\([^()]*\)$/.test(iterable.text)
  const text = iterable.type === 'expression_list' ? `(${iterable.text})` : iterable.text
  if (uses <= 1 || (short && again)) return { name: text, line: '' }
  return { name, line: `${name} = list(${text})` }
}

type MapCall = Readonly<{
  /** How often the items are walked through by `lists`, at least once. */
  uses: number
  parts: (items: string) => Pick<Plan, 'mapped' | 'lists' | 'given' | 'imports'>
}>

/** How the call is written for a pool. */
function callOf({ callee, call }: Candidate, target: string, names: readonly string[]): MapCall {
  const list = part(call.node, 'arguments')
  const given = list?.text.slice(1, -1).trim().replace(/,$/, '') ?? ''
  const written = { mapped: callee.text, lists: null, given, imports: [] }
  const all = list?.type === 'argument_list' ? list.children : []
  const keywords = all.filter((each) => each.type === 'keyword_argument')
  const varies = (node: Node): boolean =>
    [...readNames(node)].some((name) => names.includes(name)) || node.text.includes('(')
  const plain =
    list?.type === 'argument_list' &&
    !all.some((each) => /splat/.test(each.type)) &&
    !keywords.some(varies) &&
    ![...readNames(callee)].some((name) => names.includes(name)) &&
    call.arguments.some(varies)
  if (!plain) return { uses: 1, parts: () => written }
  const fixed = keywords.map((each) => each.text).join(', ')
  const still = call.arguments.filter((each) => !varies(each)).length
  return {
    uses: call.arguments.length - still,
    parts: (items) => ({
      mapped: fixed ? `partial(${callee.text}, ${fixed})` : callee.text,
      lists: call.arguments.map((each) => {
        if (!varies(each)) return `repeat(${each.text})`
        return each.text === target ? items : `[${each.text} for ${target} in ${items}]`
      }),
      given,
      imports: [
        ...(fixed ? ['from functools import partial'] : []),
        ...(still > 0 ? ['from itertools import repeat'] : []),
      ],
    }),
  }
}

function planComprehension(candidate: Candidate, shape: ComprehensionShape): Plan {
  const { facts, unit } = candidate
  const { source } = facts
  const { node, statement, clauses, filters, element, inFilter } = shape
  const word = (name: string) => fresh(name, source)
  const names = clauses.flatMap((clause) => targetNames(part(clause, 'left') ?? clause))
  const [clause] = clauses
  const right = clause && part(clause, 'right')
  const left = clause && part(clause, 'left')
  const single = clauses.length === 1 && (inFilter || filters.length === 0)
  const tuple = names.length === 1 ? (names[0] ?? '_') : `(${names.join(', ')})`
  const target = single && left ? left.text : names.join(', ')
  const result = word('result')
  const later = inFilter || [...readNames(element, unit)].some((name) => names.includes(name))
  const call = callOf(candidate, target, names)
  const name = word('items')
  const from = clauses[0]?.start ?? node.start
  const last = [...clauses, ...filters].at(-1) ?? node
  const chosen = `${name} = [${tuple} ${source.slice(from, last.start + last.text.length)}]`
  const items =
    single && right
      ? itemsOf(candidate, right, false, call.uses + Number(later), name)
      : { name, line: chosen }
  const whole = `${later ? `${parenthesised(target)}, ` : ''}${result}`
  const direct = assignedName(statement, node)
  const bare = element === unit && !inFilter && /^[[(]$/.test(node.text[0] ?? '')
  const results = bare && direct ? direct : word('results')
  const source_ = later ? `zip(${items.name}, ${results})` : results
  const replaced = (part: Node): string =>
    edited(
      part.text,
      within_(part, unit)
        ? shifted(
            [{ start: unit.start, end: unit.start + unit.text.length, text: result }],
            part.start,
          )
        : [],
    )
  const condition = inFilter && filters[0] ? ` ${replaced(filters[0])}` : ''
  const [open, close] = [node.text[0] ?? '[', node.text.at(-1) ?? ']']
  const text = bare
    ? node.type === 'generator_expression'
      ? `(${results})`
      : results
    : element === unit && open === '{'
      ? `set(${results})`
      : `${open}${replaced(element)} for ${whole} in ${source_}${condition}${close}`
  return {
    candidate,
    statement,
    collect: items.line,
    items: items.name,
    target,
    ...call.parts(items.name),
    results,
    after: bare && direct ? '' : statementWith(source, statement, node, text),
  }
}

const within_ = (outer: Node, node: Node): boolean =>
  node.start >= outer.start && node.start + node.text.length <= outer.start + outer.text.length

/** `name` of the statement `name = <node>`. */
function assignedName(statement: Node, node: Node): string | null {
  const assignment = statement.type === 'expression_statement' ? statement.children[0] : null
  if (assignment?.type !== 'assignment' || part(assignment, 'right') !== node) return null
  const left = part(assignment, 'left')
  return left?.type === 'identifier' && !part(assignment, 'type') ? left.text : null
}

function statementWith(source: string, statement: Node, node: Node, text: string): string {
  const outer = indentOf(source, statement.start) ?? ''
  const edits = [{ start: node.start, end: node.start + node.text.length, text }]
  return dedented(edited(statement.text, shifted(edits, statement.start)), outer)
}

function planMap(candidate: Candidate, { statement, iterables }: MapShape): Plan {
  const { facts, callee, call } = candidate
  const { source } = facts
  const outer = call.node.parent?.type === 'argument_list' ? call.node.parent.parent : null
  const isList = outer?.type === 'call' && part(outer, 'function')?.text === 'list'
  const replaced = isList ? outer : call.node
  const direct = assignedName(statement, replaced)
  const results = isList && direct ? direct : fresh('results', source)
  const [first] = iterables
  const single = iterables.length === 1 && first
  const target = fresh('item', source)
  return {
    candidate,
    statement,
    collect: '',
    items: single ? first.text : `zip(${iterables.map((each) => each.text).join(', ')})`,
    target,
    mapped: callee.text,
    lists: iterables.map((each) => each.text),
    given: single ? target : `*${target}`,
    results,
    after: isList && direct ? '' : statementWith(source, statement, replaced, results),
    imports: [],
  }
}
