/** Numbers and lengths that can be read from the source: `range(10)`, `N = 5`, a literal list. */
import { type Node, part } from './syntax.ts'

/** Values of names assigned once, such as `N = 10` and `urls = [...]`. */
export type Constants = ReadonlyMap<string, Node>

const DEPTH = 8

/** Evaluates an expression to a number where the source alone allows it; otherwise null. */
export function numberIn(node: Node | null, constants: Constants, depth = 0): number | null {
  if (!node || depth > DEPTH) return null
  switch (node.type) {
    case 'integer':
    case 'float':
      return literal(node.text)
    case 'parenthesized_expression':
      return numberIn(node.children[0] ?? null, constants, depth + 1)
    case 'identifier':
      return numberIn(constants.get(node.text) ?? null, constants, depth + 1)
    case 'unary_operator': {
      const value = numberIn(part(node, 'argument'), constants, depth + 1)
      return value === null ? null : -value
    }
    case 'binary_operator':
      return arithmetic(node, constants, depth)
    case 'call':
      return callNumber(node, constants, depth)
    default:
      return null
  }
}

function literal(text: string): number | null {
  const value = Number(text.replaceAll('_', ''))
  return Number.isFinite(value) ? value : null
}

function arithmetic(node: Node, constants: Constants, depth: number): number | null {
  const left = numberIn(part(node, 'left'), constants, depth + 1)
  const right = numberIn(part(node, 'right'), constants, depth + 1)
  if (left === null || right === null) return null
  switch (part(node, 'operator')?.text) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return right === 0 ? null : left / right
    case '//':
      return right === 0 ? null : Math.floor(left / right)
    case '**':
      return finite(left ** right)
    default:
      return null
  }
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

function callNumber(node: Node, constants: Constants, depth: number): number | null {
  const name = part(node, 'function')?.text
  const first = part(node, 'arguments')?.children[0]
  if (!first) return null
  if (name === 'int' || name === 'float') return numberIn(first, constants, depth + 1)
  return name === 'len' ? lengthIn(first, constants, depth + 1) : null
}

/** The number of items an expression yields when iterated. */
export function lengthIn(node: Node | null, constants: Constants, depth = 0): number | null {
  if (!node || depth > DEPTH) return null
  switch (node.type) {
    case 'list':
    case 'tuple':
    case 'set':
    case 'dictionary':
      return node.children.some((child) => /splat/.test(child.type)) ? null : node.children.length
    case 'list_comprehension':
    case 'generator_expression':
    case 'set_comprehension':
      return comprehensionLength(node, constants, depth)
    case 'identifier':
      return lengthIn(constants.get(node.text) ?? null, constants, depth + 1)
    case 'parenthesized_expression':
      return lengthIn(node.children[0] ?? null, constants, depth + 1)
    case 'binary_operator':
      return repeatedLength(node, constants, depth)
    case 'call':
      return callLength(node, constants, depth)
    case 'string':
      return null
    default:
      return null
  }
}

function comprehensionLength(node: Node, constants: Constants, depth: number): number | null {
  if (node.children.some((child) => child.type === 'if_clause')) return null
  const clauses = node.children.filter((child) => child.type === 'for_in_clause')
  let product = 1
  for (const clause of clauses) {
    const length = lengthIn(part(clause, 'right'), constants, depth + 1)
    if (length === null) return null
    product *= length
  }
  return clauses.length > 0 ? product : null
}

/** `[url] * 10` and `[a] + [b]`. */
function repeatedLength(node: Node, constants: Constants, depth: number): number | null {
  const [left, right] = [part(node, 'left'), part(node, 'right')]
  const a = lengthIn(left, constants, depth + 1)
  if (part(node, 'operator')?.text === '*') {
    const times = numberIn(right, constants, depth + 1)
    return a === null || times === null ? null : a * times
  }
  const b = lengthIn(right, constants, depth + 1)
  return a === null || b === null ? null : a + b
}

const SAME_LENGTH = new Set(['enumerate', 'list', 'tuple', 'sorted', 'reversed', 'zip', 'tqdm'])

function callLength(node: Node, constants: Constants, depth: number): number | null {
  const name = part(node, 'function')?.text ?? ''
  const given = part(node, 'arguments')?.children.filter(
    (child) => child.type !== 'keyword_argument',
  )
  const first = given?.[0]
  if (!given || !first) return null
  if (name === 'range' || name.endsWith('.arange')) return rangeLength(given, constants, depth)
  if (SAME_LENGTH.has(name)) return lengthIn(first, constants, depth + 1)
  return name === 'map' ? lengthIn(given[1] ?? null, constants, depth + 1) : null
}

function rangeLength(given: readonly Node[], constants: Constants, depth: number): number | null {
  const values = given.map((each) => numberIn(each, constants, depth + 1))
  if (values.includes(null)) return null
  const [a = 0, b = null, step = 1] = values as number[]
  const length = b === null ? a : (b - a) / (step || 1)
  return Math.max(0, Math.ceil(length))
}
