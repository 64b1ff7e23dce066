/** Whether blocks of Python need each other, or are programs of their own. */
import { executed, type Node, part, readSyntax, within } from '../analysis/facts/syntax.ts'

/** Nobody posts more programs than these in one message. */
const MOST_BLOCKS = 20

/** True when each block can be read, does something, and uses no name that only an earlier one gives. */
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
  /** Something is called when the block runs. */
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

/** An attribute, the name of an argument, or a part of what is imported. */
function isLabel({ field, parent }: Node): boolean {
  if (field === 'attribute' || parent?.type === 'dotted_name') return true
  return field === 'name' && parent?.type === 'keyword_argument'
}

/** Fields in which a node holds what it gives a name to. */
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

/** `a` and `b` of `a, (b, c.d) = …`: what is behind a dot or in brackets has a name already. */
function identifiers(target: Node): readonly string[] {
  if (/^(attribute|subscript)$/.test(target.type)) return []
  return Array.from(within(target, ({ type }) => !/^(attribute|subscript)$/.test(type)))
    .filter(({ type }) => type === 'identifier')
    .map(({ text }) => text)
}
