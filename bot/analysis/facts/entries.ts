/** Functions of the file that only a framework calls. */
import { FRAMEWORKS, type Framework, type Place } from '../frameworks.ts'
import type { Facts, Func } from './facts.ts'
import { type Node, part } from './syntax.ts'

/** A function that a framework calls. */
export type Entry = Readonly<{
  framework: Framework
  func: Func
  /** Where it runs. */
  place: Place
  /** The decorator or call that registers it; null where its name or base class does. */
  by: Node | null
}>

/** Returns each function once, with the first row of the table that matches. */
export function entriesOf(facts: Facts): readonly Entry[] {
  const known = ENTRIES.get(facts)
  if (known) return known
  const rows = FRAMEWORKS.filter(({ module }) => module === '' || facts.modules.has(module))
  const entries = new Map<Func, Entry>()
  for (const func of facts.functions) {
    const entry =
      func.outer === null ? null : (decorated(func, rows, facts) ?? named(func, rows, facts))
    if (entry) entries.set(func, entry)
  }
  for (const entry of given(rows, facts))
    if (!entries.has(entry.func)) entries.set(entry.func, entry)
  const found = [...entries.values()]
  ENTRIES.set(facts, found)
  return found
}

/** Facts never change, and several rules ask. */
const ENTRIES = new WeakMap<Facts, readonly Entry[]>()

const entry = (framework: Framework, func: Func, by: Node | null): Entry => ({
  framework,
  func,
  by,
  place: func.async ? framework.coroutine : framework.plain,
})

function decorated(func: Func, rows: readonly Framework[], facts: Facts): Entry | null {
  for (const by of decoratorsOf(func)) {
    const name = facts.nameOf(by, func.outer ?? func).replace(/\(\)$/, '')
    const framework = rowFor(name, 'decorator', rows)
    if (framework) return entry(framework, func, by)
  }
  return null
}

/** The expressions behind the `@` above a function. */
export function decoratorsOf({ node }: Func): Node[] {
  const holder = node.parent
  if (holder?.type !== 'decorated_definition') return []
  return holder.children.flatMap((child) =>
    child.type === 'decorator' && child.children[0] ? [child.children[0]] : [],
  )
}

function named(func: Func, rows: readonly Framework[], facts: Facts): Entry | null {
  const by = func.class === null ? 'name' : 'method'
  const bases = func.class === null ? [] : basesOf(func.class, facts)
  for (const framework of rows) {
    if (framework.by !== by || !fits(framework.names, func.name)) continue
    if (by === 'name' && func.outer?.outer !== null) continue
    if (
      by === 'method' &&
      framework.bases !== '*' &&
      !bases.some((base) => isBase(base, framework))
    )
      continue
    return entry(framework, func, null)
  }
  return null
}

const isBase = (base: string, { bases = '', module }: Framework): boolean =>
  fits(bases, lastPart(base)) && isOf(base, module)

/** The base classes, including those of bases that are defined in the file. */
function basesOf(name: string, facts: Facts, depth = 0): string[] {
  const bases = facts.classes.get(name)?.bases ?? []
  return depth > 5 ? [] : bases.flatMap((base) => [base, ...basesOf(base, facts, depth + 1)])
}

/** `start_server(handle, …)`, `Button(command=save)`, `path("prices/", prices)` */
function* given(rows: readonly Framework[], facts: Facts): Generator<Entry> {
  for (const call of facts.calls) {
    if (call.target !== null || facts.classes.has(call.name)) continue
    const framework = rowFor(call.name, 'argument', rows)
    if (!framework) continue
    for (const value of [...call.arguments, ...call.keywords.values()]) {
      const func = /^(identifier|attribute|lambda)$/.test(value.type)
        ? facts.functionNamed(value, call.func)
        : null
      if (func) yield entry(framework, func, call.node)
    }
  }
}

function rowFor(
  name: string,
  by: Framework['by'],
  rows: readonly Framework[],
): Framework | undefined {
  const last = lastPart(name)
  return rows.find((each) => each.by === by && fits(each.names, last) && isOf(name, each.module))
}

/** `discord.ext.commands.command` belongs to discord, and so may `bot.command` of a bot created elsewhere. */
function isOf(name: string, module: string): boolean {
  const head = /^\w+/.exec(name)?.[0] ?? ''
  return module === '' || head === module || !OTHERS.has(head)
}

/** First parts of names known to belong to another module. */
const OTHERS: ReadonlySet<string> = new Set([
  ...FRAMEWORKS.map(({ module }) => module).filter((module) => module !== ''),
  ...'functools contextlib abc dataclasses typing threading multiprocessing concurrent queue os sys time random requests httpx property staticmethod classmethod'.split(
    ' ',
  ),
])

const lastPart = (name: string): string => name.split('.').at(-1)?.replaceAll('()', '') ?? name

const patterns = new Map<string, RegExp>()
/** Characters of a name that are compared. */
const LONGEST = 60

function fits(names: string, name: string): boolean {
  let pattern = patterns.get(names)
  if (!pattern) {
    const each = names.split(' ').map((one) => one.replaceAll('*', String.raw`\w*`))
    pattern = new RegExp(`^(?:${each.join('|')})$`)
    patterns.set(names, pattern)
  }
  return pattern.test(name.slice(0, LONGEST))
}

/** The path of a handler, as written in its decorator or call: `/prices` of `@app.get("/prices")`. */
export function addressOf({ by }: Entry): string | null {
  const given = by?.type === 'call' ? part(by, 'arguments') : null
  const first = given?.children.find(
    (each) => each.type === 'string' && /^\w?["']\//.test(each.text),
  )
  const named = first ?? given?.children[0]
  const text = named?.type === 'string' ? /^\w?(["'])(.*)\1$/.exec(named.text)?.[2] : undefined
  return text ?? null
}
