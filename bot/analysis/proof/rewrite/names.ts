/** Which names a piece of code reads, binds and changes in place. */
import { type Node, part, within } from '../../facts/syntax.ts'

/** A change of what a name stands for (`bound`) or of the object itself (`changed`). */
export type Write = Readonly<{ name: string; line: number; how: 'bound' | 'changed'; node: Node }>

const MUTATORS = new Set(
  'append appendleft extend extendleft insert add update setdefault pop popleft popitem remove discard clear sort reverse put put_nowait write writelines subtract'.split(
    ' ',
  ),
)

/** Names read in the node, those in lambdas and comprehensions included. */
export function readNames(node: Node, except: Node | null = null): Set<string> {
  const names = new Set<string>()
  for (const each of within(node, (child) => child !== except))
    if (each !== except && each.type === 'identifier' && isRead(each)) names.add(each.text)
  return names
}

function isRead(identifier: Node): boolean {
  const { parent, field } = identifier
  if (parent?.type === 'attribute') return field === 'object'
  if (parent?.type === 'keyword_argument') return field === 'value'
  return !(parent?.type === 'assignment' && field === 'left')
}

/** Names bound and objects changed in the node, functions defined in it left out. */
export function writesIn(node: Node): Write[] {
  const inner = (child: Node): boolean =>
    !/^(function_definition|lambda|class_definition)$/.test(child.type)
  return Array.from(within(node, inner)).flatMap(writesOf)
}

function writesOf(node: Node): Write[] {
  switch (node.type) {
    case 'assignment':
    case 'augmented_assignment':
    case 'for_statement':
      return targets(part(node, 'left'))
    case 'named_expression':
      return targets(part(node, 'name'))
    case 'as_pattern':
      return targets(part(node, 'alias')?.children[0] ?? null)
    case 'delete_statement':
      return node.children.flatMap(targets)
    case 'call':
      return mutation(node)
    default:
      return []
  }
}

function targets(node: Node | null): Write[] {
  if (!node) return []
  if (node.type === 'identifier') return [{ name: node.text, line: node.line, how: 'bound', node }]
  if (node.type === 'subscript' || node.type === 'attribute') {
    const root = rootOf(node)
    return root ? [{ name: root.text, line: node.line, how: 'changed', node }] : []
  }
  return node.children.flatMap(targets)
}

/** `x.append(…)`, `a.b.update(…)`. */
function mutation(call: Node): Write[] {
  const called = part(call, 'function')
  if (called?.type !== 'attribute' || !MUTATORS.has(part(called, 'attribute')?.text ?? ''))
    return []
  const root = rootOf(called)
  return root ? [{ name: root.text, line: call.line, how: 'changed', node: call }] : []
}

/** `a` of `a.b[c].d`. */
export function rootOf(node: Node): Node | null {
  let at: Node | null = node
  while (at && at.type !== 'identifier') {
    if (at.type === 'attribute') at = part(at, 'object')
    else if (at.type === 'subscript') at = part(at, 'value')
    else return null
  }
  return at
}
