/** Tells whether blocks of Python depend on each other or are separate programs. */
import { executed, type Node, part, readSyntax, within } from '../analysis/facts/syntax.ts'

/** A message with more blocks than this is not treated as separate programs. */
const MOST_BLOCKS = 20

/** Returns true if every block parses, calls something, and uses no name that only an earlier block binds. */
export function areIndependent(blocks: readonly string[]): boolean {
  if (blocks.length > MOST_BLOCKS) return false
  const given = new Set<string>()
  for (const { broken, acts, used, bound } of blocks.map(namesOf)) {
    if (broken || !acts) return false
    for (const name of used) if (given.has(name) && !bound.has(name)) return false
    for (const name of bound) given.add(name)
  }
  return true
}

type Names = Readonly<{
  bound: ReadonlySet<string>
  used: ReadonlySet<string>
  /** Whether running the block calls anything. */
  acts: boolean
  broken: boolean
}>

function namesOf(code: string): Names {
  const { root, broken } = readSyntax(code)
  const bound = new Set<string>()
  const used = new Set<string>()
  for (const node of within(root)) {
    for (const name of boundBy(node)) bound.add(name)
    if (node.type === 'identifier' && !isLabel(node)) used.add(node.text)
  }
  const acts = Array.from(executed(root)).some(({ type }) => type === 'call')
  return { bound, used, acts, broken }
}

/** Identifiers that are not uses of a name: attributes, keyword argument names and parts of an import. */
function isLabel({ field, parent }: Node): boolean {
  if (field === 'attribute' || parent?.type === 'dotted_name') return true
  return field === 'name' && parent?.type === 'keyword_argument'
}

/** The field in which each node type holds the name that it binds. */
const BINDS: Readonly<Record<string, string>> = {
  function_definition: 'name',
  class_definition: 'name',
  assignment: 'left',
  for_statement: 'left',
  for_in_clause: 'left',
  named_expression: 'name',
  as_pattern: 'alias',
  default_parameter: 'name',
  typed_default_parameter: 'name',
  aliased_import: 'alias',
}

function boundBy(node: Node): readonly string[] {
  if (/^import_/.test(node.type)) {
    return node.children
      .filter(({ field, type }) => field === 'name' && type !== 'aliased_import')
      .map(({ text }) => text.split('.')[0] ?? text)
  }
  if (/^(lambda_)?parameters$/.test(node.type)) {
    return node.children.flatMap((each) => {
      if (each.type === 'identifier') return [each.text]
      const first = each.children[0]
      const plain = /^(typed_parameter|list_splat_pattern|dictionary_splat_pattern)$/.test(
        each.type,
      )
      return plain && first ? identifiers(first) : []
    })
  }
  const field = BINDS[node.type]
  const target = field === undefined ? null : part(node, field)
  return target ? identifiers(target) : []
}

/** Names bound by a target: `a` and `b` in `a, (b, c.d) = …`. Attributes and subscripts bind no new name. */
function identifiers(target: Node): readonly string[] {
  if (/^(attribute|subscript)$/.test(target.type)) return []
  return Array.from(within(target, ({ type }) => !/^(attribute|subscript)$/.test(type)))
    .filter(({ type }) => type === 'identifier')
    .map(({ text }) => text)
}
