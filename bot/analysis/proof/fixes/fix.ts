/** What a mechanical fix is, and what most of them need. */
import type { Call, Facts } from '../../facts/facts.ts'
import { enclosing, type Node, part } from '../../facts/syntax.ts'
import { type Edit, edited, indented, indentOf } from '../rewrite/edits.ts'
import { imports } from '../rewrite/module.ts'

/** The whole program with the mistake at a line fixed; null where this fix does not fit. */
export type Fix = (facts: Facts, line: number, message: string) => string | null

/** The source with these edits, and with the imports that they need. */
export const withEdits = (
  facts: Facts,
  edits: readonly Edit[],
  wanted: readonly string[] = [],
): string => edited(facts.source, [...edits, ...imports(facts, wanted)])

/** Another text in the place of a node. */
export const replaced = ({ start, text }: Node, by: string): Edit => ({
  start,
  end: start + text.length,
  text: by,
})

/** Between brackets where more of the expression follows, as in `(await f()).text`. */
export const operand = (node: Node, text: string): string =>
  /^(attribute|subscript|call)$/.test(node.parent?.type ?? '') && node.field !== null
    ? `(${text})`
    : text

/** The first piece of code that a message quotes; empty if there is none. */
export const quoted = (message: string): string => /`([^`]+)`/.exec(message)?.[1] ?? ''

export const callsAt = ({ calls }: Facts, line: number): readonly Call[] =>
  calls.filter((call) => call.line === line)

/** The statement of a block that a node stands in. */
export function statementOf(node: Node): Node | null {
  return (
    [node, ...enclosing(node)].find(({ parent }) => /^(block|module)$/.test(parent?.type ?? '')) ??
    null
  )
}

/** `f(a, b)` → `f, a, b` */
export function handedOver({ node }: Call): string {
  const given = part(node, 'arguments')?.text.slice(1, -1).trim().replace(/,$/, '') ?? ''
  return `${part(node, 'function')?.text ?? ''}${given === '' ? '' : `, ${given}`}`
}

/** Lines before the statement of the top level that a node stands in. */
export function beforeTop({ root }: Facts, node: Node, text: string): Edit | null {
  const end = node.start + node.text.length
  const top = root.children.find(
    (each) => each.start <= node.start && each.start + each.text.length >= end,
  )
  return top ? { start: top.start, end: top.start, text } : null
}

/** Puts statements of one block, from the first to the last, under a line such as `with lock:`. */
export function wrapped({ source }: Facts, first: Node, last: Node, head: string): Edit | null {
  const indent = indentOf(source, first.start)
  if (indent === null) return null
  const end = last.start + last.text.length
  const body = indented(source.slice(first.start, end), '    ')
  return { start: first.start, end, text: `${head}\n${indent}${body}` }
}
