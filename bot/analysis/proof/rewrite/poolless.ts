/** A program whose pool costs more than its work, with a plain loop in the place of the pool. */
import type { Call, Facts } from '../../facts/facts.ts'
import { enclosing, type Node, part, within } from '../../facts/syntax.ts'
import { dedented, type Edit, edited, fresh, indentOf, shifted } from './edits.ts'

/** Null where the pool is used for anything but `map`. */
export function withoutPool(facts: Facts): string | null {
  const { source, spawns } = facts
  const [first] = spawns
  const item = fresh('item', source)
  const edits = spawns.map(({ call }) => plainLoop(call, item))
  const around = first && withAround(first.call.node)
  if (!around || edits.some((edit) => edit === null)) return null
  if (spawns.some(({ call }) => withAround(call.node) !== around)) return null
  const body = part(around, 'body')
  const outer = indentOf(source, around.start)
  const inner = body && indentOf(source, body.start)
  if (!body || outer === null || inner === null) return null
  const inside = edits.filter((edit) => edit !== null)
  const text = edited(body.text, shifted(inside, body.start))
  const flat = dedented(text, inner.slice(outer.length))
  const end = around.start + around.text.length
  const changed = [{ start: around.start, end, text: flat }, ...unusedImport(facts, around)]
  return edited(source, changed)
}

/** `list(pool.map(f, xs))` → `[f(x) for x in xs]` */
function plainLoop({ node, name, arguments: given }: Call, item: string): Edit | null {
  const [work, items, chunk] = given
  if (!work || !items || chunk) return null
  const how = /(^|\.)(map|imap|starmap)$/.exec(name)?.[2]
  if (!how) return null
  const star = how === 'starmap' ? '*' : ''
  const outer = node.parent?.type === 'argument_list' ? node.parent.parent : null
  const isList = outer?.type === 'call' && part(outer, 'function')?.text === 'list'
  const { start, text } = isList ? outer : node
  const loop = `[${work.text}(${star}${item}) for ${item} in ${items.text}]`
  return { start, end: start + text.length, text: loop }
}

const POOL = /(^|\.)(ProcessPoolExecutor|ThreadPoolExecutor|Pool|ThreadPool)$/

/** The innermost `with` whose only item is a pool. */
function withAround(node: Node): Node | null {
  for (const outer of enclosing(node)) {
    if (outer.type !== 'with_statement' || outer.async) continue
    const items = outer.children[0]?.children ?? []
    const made = Array.from(within(items[0] ?? outer)).find(({ type }) => type === 'call')
    const isPool = POOL.test((made && part(made, 'function')?.text) ?? '')
    if (items.length === 1 && isPool) return outer
  }
  return null
}

/** `from multiprocessing import Pool`, where nothing else uses it. */
function unusedImport({ root, source }: Facts, around: Node): Edit[] {
  return root.children.flatMap((node): Edit[] => {
    const name = /^from [\w.]+ import (\w+)$/.exec(node.text)?.[1]
    if (!name || !POOL.test(name)) return []
    const rest = source.slice(0, around.start) + source.slice(around.start + around.text.length)
    const uses = rest.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []
    const end = node.start + node.text.length
    return uses.length === 1 ? [{ start: node.start, end: end + 1, text: '' }] : []
  })
}
