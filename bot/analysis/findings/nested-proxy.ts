/** Values inside a Manager's dict or list that are changed in place: only a copy changes. */
import type { Facts, Func } from '../facts/facts.ts'
import { enclosing, executed, type Node, part } from '../facts/syntax.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'

const MANAGER = String.raw`^multiprocessing\.(managers\.)?(Sync)?Manager\(\)\.`
const PROXY = new RegExp(`${MANAGER}(dict|list)\\(\\)$`)
const NAMESPACE = new RegExp(`${MANAGER}Namespace\\(\\)$`)
const MUTATES =
  /^(append|extend|insert|remove|pop|popitem|clear|sort|reverse|update|setdefault|add|discard|__setitem__)$/

/** The proxy returns a copy; changes to it stay in this process. */
export const nestedProxy: FindingRule = {
  name: 'nested-proxy',
  severity: 'error',
  docs: 'library/multiprocessing.html#multiprocessing.managers.SyncManager.list',
  *find({ facts }) {
    if (holdsProxies(facts)) return
    for (const func of facts.functions) {
      for (const { item, line } of changedInPlace(func, facts))
        yield {
          line,
          message: `Line ${line} changes ${code(item)} in place, but a Manager's proxy hands out a copy of each value, so the change is lost. Change the copy and assign the whole value back (${code(`value = ${item}; …; ${item} = value`, 100)}), under a lock if several processes do it.`,
        }
    }
  },
}

type Change = Readonly<{ item: string; line: number }>

function* changedInPlace(func: Func, facts: Facts): Generator<Change> {
  const copies = new Map<string, string>()
  const isItem = (node: Node | null): boolean => node !== null && itemOf(node, func, facts)
  const written = new Set<string>()
  const found: (Change & { copy?: string })[] = []
  const note = (changed: Node | null, line: number): void => {
    if (!changed) return
    if (isItem(changed)) found.push({ item: changed.text, line })
    const copied = changed.type === 'identifier' ? copies.get(changed.text) : undefined
    if (copied !== undefined) found.push({ item: copied, line, copy: copied })
  }
  for (const node of executed(func.body)) {
    if (/^(augmented_)?assignment$/.test(node.type)) {
      const left = part(node, 'left')
      const right = part(node, 'right')
      if (!left) continue
      if (isItem(left)) written.add(left.text)
      else if (left.type === 'identifier' && right && isItem(right))
        copies.set(left.text, right.text)
      else if (/^(subscript|attribute)$/.test(left.type)) note(left.children[0] ?? null, node.line)
    } else if (node.type === 'call') {
      const called = part(node, 'function')
      if (called?.type === 'attribute' && MUTATES.test(part(called, 'attribute')?.text ?? ''))
        note(part(called, 'object'), node.line)
    }
  }
  for (const change of found)
    if (change.copy === undefined || !written.has(change.copy)) yield change
}

/** `shared[key]`, `shared.get(key)`, or `namespace.name`. */
function itemOf(node: Node, func: Func, facts: Facts): boolean {
  const object = node.children[0]
  if (node.type === 'subscript' && object) return PROXY.test(facts.nameOf(object, func))
  if (node.type === 'attribute' && object) return NAMESPACE.test(facts.nameOf(object, func))
  if (node.type !== 'call' || object?.type !== 'attribute') return false
  const holder = part(object, 'object')
  return (
    part(object, 'attribute')?.text === 'get' &&
    holder !== null &&
    PROXY.test(facts.nameOf(holder, func))
  )
}

/** Proxies nested in a proxy do propagate changes. */
const holdsProxies = (facts: Facts): boolean =>
  facts.calls.some((call) => PROXY.test(`${call.name}()`) && isNested(call.node, facts))

function isNested(node: Node, facts: Facts): boolean {
  for (const outer of enclosing(node)) {
    if (outer.type === 'assignment') return part(outer, 'left')?.type === 'subscript'
    if (/_statement$/.test(outer.type)) return false
    if (/^(dictionary|list|pair|(list|dictionary)_comprehension)$/.test(outer.type)) return true
    const call = facts.callAt.get(outer)
    if (call && (PROXY.test(`${call.name}()`) || call.name.endsWith('.append'))) return true
  }
  return false
}
