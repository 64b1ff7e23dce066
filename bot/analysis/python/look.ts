/** Whether text is Python, and where its first error is. */
import type { Node, Tree, TreeCursor } from 'web-tree-sitter'
import { TooComplexError } from '../../lib/workers/errors.ts'
import { parsePython } from './parser.ts'

/** The first line that does not parse, counted from 1; null when all of it does. */
export function brokenAt(code: string): number | null {
  return withTree(code, (tree) => {
    if (!tree.rootNode.hasError) return null
    for (const node of nodes(tree)) {
      if (node.isError || node.isMissing) return node.startPosition.row + 1
    }
    return 1
  })
}

/**
 * Whether a message without a fence is a program. Much prose parses as Python (“thanks”, “not sure”,
 * “hello, all”), so there must be a sign of a program in it; a program of some lines may have an error.
 */
export function looksLikePython(text: string): boolean {
  return withTree(text, (tree) => {
    const statements = tree.rootNode.namedChildren.filter((node) => node.type !== 'comment')
    const signs = statements.filter(isSign).length
    if (!tree.rootNode.hasError) return signs > 0
    return signs >= 2 && signs / statements.length > 0.6 && !MARKUP.test(text)
  })
}

/** Statements that prose doesn't contain by chance. */
const SIGNS = new Set([
  'import_statement',
  'import_from_statement',
  'function_definition',
  'class_definition',
  'decorated_definition',
  'for_statement',
  'while_statement',
  'if_statement',
  'with_statement',
  'try_statement',
  'match_statement',
])

/** Lines of prose around code: such a message needs a fence. */
const MARKUP = /^[^#'"\n\r\u2028\u2029]*[a-z]\?$|^[ \t]*>\s/m

function isSign(node: Node): boolean {
  if (SIGNS.has(node.type)) return !node.hasError
  if (node.type === 'print_statement') return node.namedChild(0)?.type === 'string'
  const expression = node.type === 'expression_statement' ? node.namedChild(0) : null
  if (!expression || node.namedChildCount > 1) return false
  return isTelling(expression.type === 'await' ? expression.namedChild(0) : expression)
}

function isTelling(expression: Node | null): boolean {
  if (expression?.type === 'call') return isCall(expression)
  if (expression?.type === 'augmented_assignment') return true
  if (expression?.type === 'assignment') return expression.childForFieldName('right') !== null
  return false
}

/** `f(x)` is a call; “Thanks (really)” is a remark. */
function isCall(call: Node): boolean {
  const called = call.childForFieldName('function')
  const given = call.childForFieldName('arguments')
  return called !== null && given !== null && called.endIndex === given.startIndex
}

function withTree<Result>(code: string, look: (tree: Tree) => Result): Result {
  if (last?.code !== code) {
    last?.tree?.delete()
    last = { code, tree: null }
    last = { code, tree: parsePython(code) }
  }
  if (last.tree === null) throw new TooComplexError()
  return look(last.tree)
}

/** Cached, as the same text is examined in several ways. Null where it is too complex. */
let last: Readonly<{ code: string; tree: Tree | null }> | null = null

/** Every node in the order of the text, without recursion. */
function* nodes(tree: Tree): Generator<Node> {
  const cursor = tree.walk()
  try {
    do yield cursor.currentNode
    while (cursor.gotoFirstChild() || gotoNext(cursor))
  } finally {
    cursor.delete()
  }
}

function gotoNext(cursor: TreeCursor): boolean {
  while (!cursor.gotoNextSibling()) if (!cursor.gotoParent()) return false
  return true
}
