/** Python to a syntax tree, by tree-sitter: it agrees with CPython and recovers on broken code. */
import { fileURLToPath } from 'node:url'
import { Language, Parser, type Tree } from 'web-tree-sitter'

const parser = await load()

/**
 * The tree of `text`. Columns count UTF-16 units, rows start at 0.
 * It lives outside the JavaScript heap: call `tree.delete()` when done with it.
 * Walk it with a cursor; recursion overflows on hostile nesting.
 */
export function parsePython(text: string): Tree {
  const tree = parser.parse(text)
  if (tree === null) throw new Error('tree-sitter gave no tree for Python text')
  return tree
}

async function load(): Promise<Parser> {
  await Parser.init()
  const grammar = import.meta.resolve('tree-sitter-python/tree-sitter-python.wasm')
  const python = await Language.load(fileURLToPath(grammar))
  return new Parser().setLanguage(python)
}
