/** `while` loops whose turns are known before they begin, as `for` loops, so that their turns can overlap. */
import type { Facts, Loop } from '../../facts/facts.ts'
import { type Node, part } from '../../facts/syntax.ts'
import { type Edit, edited, indentOf } from './edits.ts'

/** The program with each such loop as a `for`; null where there is none. */
export function withForLoops({ source, loops }: Facts): string | null {
  const edits = loops.flatMap((loop) => forLoop(loop, source) ?? [])
  return edits.length > 0 ? edited(source, edits) : null
}

function forLoop({ node }: Loop, source: string): Edit[] | null {
  const condition = part(node, 'condition')
  const body = part(node, 'body')
  if (node.type !== 'while_statement' || !condition || !body || part(node, 'alternative'))
    return null
  return (
    counted(node, condition, body, source) ??
    popped(node, condition, body, source) ??
    drained(node, condition, body, source)
  )
}

const head = (node: Node, condition: Node, text: string): Edit => ({
  start: node.start,
  end: condition.start + condition.text.length,
  text,
})

/** A statement with its line. */
function without(statement: Node, source: string): Edit {
  const start = source.lastIndexOf('\n', statement.start - 1) + 1
  const end = `${source}\n`.indexOf('\n', statement.start + statement.text.length) + 1
  return { start, end: Math.min(end, source.length), text: '' }
}

/** `i = 0`, `while i < n:` and `i += 1` at the end. */
function counted(node: Node, condition: Node, body: Node, source: string): Edit[] | null {
  const [, name, stop] = /^(\w+) < ([^<>=]+)$/.exec(condition.text) ?? []
  const last = body.children.at(-1)
  if (!name || !stop || last?.text !== `${name} += 1` || body.children.length < 2) return null
  const siblings = node.parent?.children ?? []
  const before = siblings.slice(0, siblings.indexOf(node))
  const start = before.map(({ text }) => new RegExp(`^${name} = (\\d+)$`).exec(text)?.[1])
  const first = start.findLast((each) => each !== undefined)
  if (first === undefined) return null
  const range = first === '0' ? stop : `${first}, ${stop}`
  return [head(node, condition, `for ${name} in range(${range})`), without(last, source)]
}

/** `while todo:` and `item = todo.pop()` first. */
function popped(node: Node, condition: Node, body: Node, source: string): Edit[] | null {
  const list = /^(?:len\()?(\w+)(?:\)(?: > 0)?)?$/.exec(condition.text)?.[1]
  const first = body.children[0]
  const taken = first && /^(\w+) = (\w+)\.(pop|popleft)\((0?)\)$/.exec(first.text)
  if (!list || !first || taken?.[2] !== list || body.children.length < 2) return null
  if (body.children.slice(1).some(({ text }) => new RegExp(`\\b${list}\\b`).test(text))) return null
  const isFromEnd = taken[3] === 'pop' && taken[4] === ''
  const items = isFromEnd ? `reversed(${list})` : list
  return [head(node, condition, `for ${taken[1]} in ${items}`), without(first, source)]
}

/** `while not queue.empty():` and what `queue.get()` gives, as a name or in place. */
function drained(node: Node, condition: Node, body: Node, source: string): Edit[] | null {
  const queue = /^not ([\w.]+)\.empty\(\)$/.exec(condition.text)?.[1]
  if (!queue) return null
  const gets = [`await ${queue}.get()`, `${queue}.get_nowait()`, `${queue}.get()`]
  const [first] = body.children
  const text = body.text
  const get = gets.find((each) => text.includes(each))
  if (!first || !get || text.split(get).length !== 2) return null
  const items = `[${queue}.get_nowait() for _ in range(${queue}.qsize())]`
  const name = /^(\w+) = /.exec(first.text)?.[1]
  if (name && first.text === `${name} = ${get}` && body.children.length > 1)
    return [head(node, condition, `for ${name} in ${items}`), without(first, source)]
  const item = /\bitem\b/.test(source) ? 'queued' : 'item'
  const at = body.start + text.indexOf(get)
  if (indentOf(source, node.start) === null) return null
  return [
    head(node, condition, `for ${item} in ${items}`),
    { start: at, end: at + get.length, text: item },
  ]
}
