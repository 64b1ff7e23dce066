/** What would change meaning if the turns of a loop were overlapped. */

import type { Call, Facts, Func } from '../../facts/facts.ts'
import { declaredOutside } from '../../facts/names.ts'
import { reachedFrom } from '../../facts/running.ts'
import { type Node, part, within } from '../../facts/syntax.ts'
import { code } from '../../wording.ts'
import type { ForShape, Shape } from './candidate.ts'
import { readNames, rootOf, type Write, writesIn } from './names.ts'
import { REFUSALS } from './reasons.ts'

export type Hazards = Readonly<{
  /** Why it is not raced at all. */
  refusal: string | null
  notes: readonly string[]
  notInProcesses: string | null
  varying: boolean
}>

export function hazardsOf(
  facts: Facts,
  call: Call,
  unit: Node,
  callee: Node,
  shape: Shape,
): Hazards {
  const target = call.name === 'map' ? facts.functionNamed(callee, call.func) : call.target
  const inside = target ? [target, ...calledBy(target)] : []
  const name = callee.text
  const shared = sharedWrite(inside, facts)
  const refusal =
    (target?.generator ? REFUSALS.generatorFunction(name) : null) ??
    (shared ? REFUSALS.shared(name, shared.name, shared.line) : null) ??
    (callsOf(inside).some(({ name }) => name === 'input') ? REFUSALS.input(name) : null) ??
    loopHazard(facts, call, unit, callee, shape, inside)
  const changed = argumentWrite(inside.slice(0, 1))
  return {
    refusal,
    notes: notesOf(shape, name, inside),
    notInProcesses: changed
      ? `${code(name)} changes ${code(changed.name)} at line ${changed.line}, and another process would change its own copy only`
      : null,
    varying: callsOf(inside).some(({ name }) => VARYING.test(name)),
  }
}

const VARYING =
  /^(random|secrets|uuid|datetime|numpy\.random)\.|^time\.(?!sleep)|^os\.(getpid|urandom)|^threading\.(current_thread|get_ident)|^multiprocessing\.current_process|^(hash|id)$/

const calledBy = (func: Func): Func[] => [
  ...new Set(
    reachedFrom(func).flatMap(({ call }) =>
      call.target && call.target !== func ? [call.target] : [],
    ),
  ),
]

const callsOf = (functions: readonly Func[]): Call[] => functions.flatMap((func) => func.calls)

/** A write to something that lives outside the function, so that all calls share it. */
function sharedWrite(functions: readonly Func[], facts: Facts): Write | null {
  for (const func of functions) {
    if (func.node.type === 'lambda') continue
    const outside = declaredOutside(func)
    const own = ownNames(func, outside)
    for (const write of writesIn(func.body)) {
      if (outside.has(write.name)) return write
      const isSelf = func.class !== null && write.name === func.parameters[0]
      if (write.how === 'changed' && (isSelf || !own.has(write.name)) && !isModule(write, facts))
        return write
    }
  }
  return null
}

const isModule = (write: Write, facts: Facts): boolean =>
  facts.modules.has(write.name) || facts.nameOf(write.node, facts.module).startsWith('sys.')

/** Names that the function itself binds, its parameters included. */
function ownNames(func: Func, outside: ReadonlySet<string>): Set<string> {
  const own = new Set(parametersOf(func))
  for (const { name, how } of writesIn(func.body)) if (how === 'bound') own.add(name)
  for (const node of within(func.body))
    if (node.type === 'for_in_clause')
      for (const each of within(part(node, 'left') ?? node))
        if (each.type === 'identifier') own.add(each.text)
  for (const name of outside) own.delete(name)
  return own
}

function parametersOf(func: Func): string[] {
  const list = part(func.node, 'parameters')
  if (!list) return [...func.parameters]
  return Array.from(within(list)).flatMap((node) => (node.type === 'identifier' ? [node.text] : []))
}

/** The function changes what it is given. */
function argumentWrite(functions: readonly Func[]): Write | null {
  for (const func of functions) {
    const parameters = new Set(parametersOf(func))
    const writes = writesIn(func.body)
    const rebound = new Set(writes.filter(({ how }) => how === 'bound').map(({ name }) => name))
    const write = writes.find(
      ({ name, how }) => how === 'changed' && parameters.has(name) && !rebound.has(name),
    )
    if (write) return write
  }
  return null
}

/** Names of outside that the functions read. */
function namesOfOutside(functions: readonly Func[]): Set<string> {
  const names = new Set<string>()
  for (const func of functions) {
    const own = ownNames(func, declaredOutside(func))
    for (const name of readNames(func.body)) if (!own.has(name)) names.add(name)
  }
  return names
}

function loopHazard(
  facts: Facts,
  call: Call,
  unit: Node,
  callee: Node,
  shape: Shape,
  inside: readonly Func[],
): string | null {
  if (shape.kind !== 'for') return null
  const given = readNames(unit)
  const outside = namesOfOutside(inside.filter((func) => sees(func, call.func, facts)))
  return (
    carriedHazard(shape, unit, given, inside) ??
    setHazard(shape, callee, outside) ??
    orderHazard(shape, unit)
  )
}

/** The function's own outer names can be those of the loop: a module's, or of a function around both. */
function sees(func: Func, loop: Func, facts: Facts): boolean {
  if (loop === facts.module) return true
  for (let outer = func.outer; outer; outer = outer.outer) if (outer === loop) return true
  return false
}

/** What the call or the statements before it read, and a turn writes afterwards. */
function carriedHazard(
  shape: ForShape,
  unit: Node,
  given: ReadonlySet<string>,
  inside: readonly Func[],
): string | null {
  const { loop, before, guard, after, statement, right } = shape
  const fresh = new Set(before.flatMap((node) => alwaysBound(node)))
  const early = new Set([...given, ...readNames(right)])
  for (const node of before) for (const name of readNames(node)) early.add(name)
  const condition = guard && part(guard, 'condition')
  if (condition) for (const name of readNames(condition)) early.add(name)
  const targets = new Set(
    writesIn(loop)
      .filter(isTargetOf(shape))
      .map(({ name }) => name),
  )
  for (const write of lateWrites([statement, ...after], unit)) {
    if (!early.has(write.name)) continue
    const isFresh = targets.has(write.name) || fresh.has(write.name)
    if (isFresh) continue
    if (isOwnPlace(write, shape, unit, early)) continue
    if (isApart(write, [unit, ...before, ...(condition ? [condition] : [])], inside)) continue
    return REFUSALS.carried(loop.line, write.name, write.line)
  }
  return null
}

const isTargetOf =
  ({ left }: ForShape) =>
  ({ node }: Write): boolean => {
    for (let at: Node | null = node; at; at = at.parent) if (at === left) return true
    return false
  }

/** Writes of the statement with the call and of those after it. */
function lateWrites(statements: readonly Node[], unit: Node): Write[] {
  return statements.flatMap(writesIn).filter(({ node }) => {
    for (let at: Node | null = node; at; at = at.parent) if (at === unit) return false
    return true
  })
}

/** Names that the statement binds whenever it is done, before anything reads them. */
function alwaysBound(statement: Node): string[] {
  const assignment = statement.type === 'expression_statement' ? statement.children[0] : null
  const left = assignment?.type === 'assignment' ? part(assignment, 'left') : null
  if (!assignment || !left) return []
  const read = readNames(part(assignment, 'right') ?? assignment)
  return writesIn(assignment).flatMap(({ name, how }) =>
    how === 'bound' && !read.has(name) ? [name] : [],
  )
}

/** `self.results[i] = self.fetch(i)`: an attribute that neither the call nor what it calls looks at. */
function isApart({ node }: Write, early: readonly Node[], inside: readonly Func[]): boolean {
  const place = node.type === 'subscript' ? part(node, 'value') : node
  const attribute = place?.type === 'attribute' ? part(place, 'attribute')?.text : undefined
  if (attribute === undefined || inside.length === 0) return false
  const word = new RegExp(`\\b${attribute}\\b`)
  return ![...early, ...inside.map(({ body }) => body)].some(({ text }) => word.test(text))
}

/** `a[i] = f(a[i])`: each turn reads and writes a place of its own. */
function isOwnPlace(
  write: Write,
  { left, right, before }: ForShape,
  unit: Node,
  early: ReadonlySet<string>,
): boolean {
  const place = write.node
  if (place.type !== 'subscript' || !early.has(write.name)) return false
  const index = part(place, 'subscript')
  if (index?.type !== 'identifier' || !readNames(left).has(index.text)) return false
  if (part(place, 'value')?.type !== 'identifier') return false
  if (before.some((node) => readNames(node).has(write.name))) return false
  for (const node of within(unit)) {
    if (node.type !== 'identifier' || node.text !== write.name) continue
    if (node.parent?.type !== 'subscript' || node.parent.text !== place.text) return false
  }
  const walked = readNames(right).has(write.name)
  return !walked || /^(range|enumerate)\(/.test(right.text) || right.text === write.name
}

/** The function itself reads what the loop sets. */
function setHazard(
  { loop, left, before, statement, after }: ForShape,
  callee: Node,
  outside: ReadonlySet<string>,
): string | null {
  const set = [...writesIn(loop), ...[...before, statement, ...after].flatMap(writesIn)]
  for (const { name } of set)
    if (outside.has(name) && rootOf(callee)?.text !== name)
      return REFUSALS.read(left.line, callee.text, name)
  return null
}

/** An object changed before the call and looked at after it: it would have seen all turns by then. */
function orderHazard({ loop, before, statement, after }: ForShape, unit: Node): string | null {
  const late = new Set([statement, ...after].flatMap((node) => [...readNames(node, unit)]))
  const fresh = new Set(before.flatMap(alwaysBound))
  for (const write of [...before, unit].flatMap(writesIn))
    if (write.how === 'changed' && late.has(write.name) && !fresh.has(write.name))
      return REFUSALS.order(loop.line, write.name, write.line)
  return null
}

function notesOf(shape: Shape, name: string, inside: readonly Func[]): string[] {
  const notes: string[] = []
  if (callsOf(inside).some((call) => call.name === 'print'))
    notes.push(`What ${code(name)} prints can come in another order.`)
  const before = shape.kind === 'for' ? shape.before : []
  if (before.some((node) => /\bprint\(/.test(node.text)))
    notes.push('Anything the loop prints before the call is now printed for all items first.')
  return notes
}
