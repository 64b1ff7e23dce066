/** Python to a syntax tree, by tree-sitter: it agrees with CPython and recovers on broken code. */
import { fileURLToPath } from 'node:url'
import { Language, Parser, type Tree } from 'web-tree-sitter'
import { TooComplexError } from '../../lib/workers/errors.ts'

/**
 * CPU time for a text: some, and more for each thousand characters. Without it, what tree-sitter recovers from takes time
 * by the square of its length. Python takes a fifth of this, broken or not, and prose, JSON and CSS less than half.
 */
const BUDGET = { ms: 30, msPerThousand: 6 } as const

const parser = await load()

/**
 * The tree of `text`. Columns count UTF-16 units, rows start at 0.
 * It lives outside the JavaScript heap: call `tree.delete()` when done with it.
 * Walk it with a cursor; recursion overflows on hostile nesting.
 *
 * @throws {TooComplexError} It takes more time than a text of its length should.
 */
export function parsePython(text: string): Tree {
  const start = process.threadCpuUsage()
  const mostMs = BUDGET.ms + (BUDGET.msPerThousand * text.length) / 1000
  const tree = parser.parse(text, null, {
    progressCallback: () => {
      const { user, system } = process.threadCpuUsage(start)
      return (user + system) / 1000 > mostMs
    },
  })
  if (tree !== null) return tree
  // Otherwise the next text would go on from where this one stopped.
  parser.reset()
  throw new TooComplexError()
}

async function load(): Promise<Parser> {
  await Parser.init()
  const grammar = import.meta.resolve('tree-sitter-python/tree-sitter-python.wasm')
  const python = await Language.load(fileURLToPath(grammar))
  return new Parser().setLanguage(python)
}
