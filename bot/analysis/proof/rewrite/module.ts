/** What a rewrite adds around the lines it changes: imports, lines at the top level, the main guard. */
import type { Facts, Func } from '../../facts/facts.ts'
import { reachedFrom } from '../../facts/running.ts'
import type { Node } from '../../facts/syntax.ts'
import { type Edit, edited, indented } from './edits.ts'
import { holds } from './shapes.ts'

/** After the docstring and `from __future__`, those that are not there yet. */
export function imports({ root, source }: Facts, wanted: readonly string[]): Edit[] {
  const there = new Set(root.children.flatMap(importsOf))
  const missing = wanted.filter((line) => !there.has(line))
  const first = root.children.find((node, index) => !isPreamble(node, index))
  if (missing.length === 0 || !first) return []
  const start = source.lastIndexOf('\n', first.start - 1) + 1
  return [{ start, end: start, text: `${missing.join('\n')}\n${isImport(first) ? '' : '\n'}` }]
}

/** `import a, b` has both. */
const importsOf = (node: Node): string[] =>
  node.type === 'import_statement' ? node.children.map(({ text }) => `import ${text}`) : [node.text]

const isImport = ({ type }: Node): boolean => /^import_/.test(type)

const isPreamble = (node: Node, index: number): boolean =>
  node.type === 'future_import_statement' ||
  (index === 0 && node.type === 'expression_statement' && node.children[0]?.type === 'string')

/**
 * Worker processes may import the program again. This is the first statement that must not run then, nor anything
 * after it.
 */
export function guardBefore(facts: Facts, func: Func, statement: Node): Node | null {
  if (facts.guardLine !== null) return null
  const runs = (node: Node): boolean =>
    holds(node, statement) ||
    facts.module.calls.some(
      ({ node: made, target }) =>
        target !== null &&
        holds(node, made) &&
        (target === func || reachedFrom(target).some((each) => each.call.target === func)),
    )
  return (
    facts.root.children.find(
      (node) =>
        !/^(function_definition|class_definition|decorated_definition)$/.test(node.type) &&
        runs(node),
    ) ?? null
  )
}

const MARK = '# overlap: main guard'

/** The program with everything from there on under a main guard. */
export function guarded(source: string, edits: readonly Edit[], from: Node): string {
  const mark = { start: from.start, end: from.start, text: `${MARK}\n` }
  const marked = edited(source, [...edits, mark])
  const [before, after = ''] = marked.split(`${MARK}\n`)
  return `${before}if __name__ == '__main__':\n${indented(after, '    ')}`
}
