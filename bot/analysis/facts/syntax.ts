/**
 * Python source → plain tree. One cursor walk copies tree-sitter's tree into readonly objects,
 * so that every rule works on plain values and nothing has to be freed.
 */
import type { Tree } from 'web-tree-sitter'
import { parsePython } from '../python/parser.ts'

/** Beyond hand-written code; anything deeper or later is left out, so that rules can recurse safely. */
const SYNTAX_LIMITS = {
  characters: 256 * 1024,
  depth: 160,
  nodes: 30_000,
} as const

export type Node = Readonly<{
  type: string
  text: string
  /** Where the text starts in the source, in UTF-16 units. */
  start: number
  /** 1-based. */
  line: number
  endLine: number
  /** The grammar field that it fills in its parent, such as `body`. */
  field: string | null
  /** `async def`, `async for`, `async with`. */
  async: boolean
  parent: Node | null
  children: readonly Node[]
}>

export type Syntax = Readonly<{
  root: Node
  /** Whether the parser had to skip something. */
  broken: boolean
  /** Whether nothing was left out because of the limits. */
  complete: boolean
}>

type Growing = { -readonly [K in keyof Node]: Node[K] } & { children: Node[] }

/** Lines are counted from 1 after `before`. */
export function readSyntax(source: string, before = 0): Syntax {
  const short = source.slice(0, SYNTAX_LIMITS.characters)
  const tree = parsePython(short)
  try {
    const { root, complete } = copy(tree, short, before)
    const whole = complete && short.length === source.length
    return { root, broken: tree.rootNode.hasError, complete: whole }
  } finally {
    tree.delete()
  }
}

function copy(tree: Tree, source: string, before: number): { root: Node; complete: boolean } {
  const cursor = tree.walk()
  const root = emptyModule(source, before)
  let parent: Growing = root
  let nodes = 0
  let depth = 0
  let complete = true
  try {
    if (!cursor.gotoFirstChild()) return { root, complete }
    while (true) {
      const node = take(cursor, source, parent, before)
      nodes += 1
      if (nodes > SYNTAX_LIMITS.nodes) return { root, complete: false }
      if (node && depth >= SYNTAX_LIMITS.depth) complete = false
      else if (node && cursor.gotoFirstChild()) {
        parent = node
        depth += 1
        continue
      }
      while (!cursor.gotoNextSibling()) {
        if (!cursor.gotoParent() || depth === 0) return { root, complete }
        parent = parent.parent as Growing
        depth -= 1
      }
    }
  } finally {
    cursor.delete()
  }
}

type Cursor = ReturnType<Tree['walk']>

/** Named nodes and operators are kept; of the keywords only `async` is remembered. */
function take(cursor: Cursor, source: string, parent: Growing, before: number): Growing | null {
  const type = cursor.nodeType
  if (!cursor.nodeIsNamed) {
    if (type === 'async') parent.async = true
    const field = cursor.currentFieldName
    if (field !== 'operator' && field !== 'operators') return null
  }
  if (type === 'comment') return null
  const node: Growing = {
    type,
    text: source.slice(cursor.startIndex, cursor.endIndex),
    start: cursor.startIndex,
    line: before + cursor.startPosition.row + 1,
    endLine: before + cursor.endPosition.row + 1,
    field: cursor.currentFieldName,
    async: false,
    parent,
    children: [],
  }
  parent.children.push(node)
  return node
}

function emptyModule(text: string, before: number): Growing {
  const endLine = before + text.split('\n').length
  return {
    type: 'module',
    text,
    start: 0,
    line: before + 1,
    endLine,
    field: null,
    async: false,
    parent: null,
    children: [],
  }
}

/** Returns the child that fills a grammar field. */
export function part(node: Node, field: string): Node | null {
  return node.children.find((child) => child.field === field) ?? null
}

/** Yields the node and all its descendants in source order; `enter` can skip a subtree. */
export function* within(node: Node, enter: (node: Node) => boolean = () => true): Generator<Node> {
  const waiting = [node]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next
    for (let i = next.children.length - 1; i >= 0; i -= 1) {
      const child = next.children[i]
      if (child && enter(child)) waiting.push(child)
    }
  }
}

/** The object whose method a call node calls: `pool` of `pool.submit(f)`; null if it calls a plain function. */
export const receiverOf = (call: Node): Node | null =>
  part(part(call, 'function') ?? call, 'object')

/** What a value is assigned to: `x` of `x = f()`; null if the value stands anywhere else. */
export const assignedTo = ({ parent }: Node): Node | null =>
  parent?.type === 'assignment' ? part(parent, 'left') : null

/** The nodes that enclose this one, innermost first. */
export function* enclosing(node: Node): Generator<Node> {
  for (let outer = node.parent; outer; outer = outer.parent) yield outer
}

const DEFERRED = new Set(['function_definition', 'lambda', 'class_definition'])

/** Yields what runs when the node runs: everything in it except the bodies of functions defined there. */
export function executed(node: Node): Generator<Node> {
  return within(node, (child) => !DEFERRED.has(child.type))
}
