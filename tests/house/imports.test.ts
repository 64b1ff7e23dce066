/** The import rule of the house: adapters → bot → the ports of sandbox and lessons, and nothing the other way. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const CHECKOUT = join(import.meta.dirname, '../..')
const PORTS = [
  'sandbox/sandbox.ts',
  'sandbox/limits.ts',
  'sandbox/trace.ts',
  'lessons/lessons.ts',
  'lessons/faq.ts',
]

type Rule = Readonly<{ name: string; holds(from: string): boolean; allows(to: string): boolean }>

const RULES: readonly Rule[] = [
  {
    name: 'the sandbox imports nothing of the house but itself',
    holds: within('sandbox'),
    allows: within('sandbox'),
  },
  {
    name: 'lessons import nothing of the house but themselves',
    holds: within('lessons'),
    allows: within('lessons'),
  },
  {
    name: 'the core knows sandbox and lessons by their ports only, and no adapter',
    holds: (from) => within('bot')(from) && !wires(from),
    allows: (to) => (within('bot')(to) && !wires(to)) || PORTS.includes(to),
  },
  ...readdirSync(join(CHECKOUT, 'adapters')).map((adapter) => ({
    name: `the ${adapter} adapter knows the core and itself, and not what wires them`,
    holds: within(`adapters/${adapter}`),
    allows: (to: string) => within(`adapters/${adapter}`)(to) || (within('bot')(to) && !wires(to)),
  })),
]

test.each(RULES)('$name', ({ holds, allows }) => {
  const broken = IMPORTS.filter(({ from, to }) => holds(from) && !allows(to))
  expect(broken).toEqual([])
})

test('the imports were found', () => {
  expect(IMPORTS).toContainEqual({ from: 'bot/main.ts', to: 'sandbox/pool/pool.ts' })
  expect(IMPORTS).toContainEqual({ from: 'bot/cli.ts', to: 'bot/cli/run.ts' })
})

test('no file imports itself by way of others, not even for types', () => {
  expect(cycles(IMPORTS)).toEqual([])
})

test('a cycle would be found', () => {
  const edges = ['a b', 'b c', 'c a', 'c d'].map((edge) => edge.split(' '))
  const imports = edges.map(([from = '', to = '']) => ({ from, to }))
  expect(cycles(imports)).toEqual([['a', 'b', 'c']])
})

type Import = Readonly<{ from: string; to: string }>

/** Files that import each other; each group once, by its files in order. */
function cycles(imports: readonly Import[]): readonly (readonly string[])[] {
  const next = new Map<string, string[]>()
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to])
  const reached = new Map([...next.keys()].map((file) => [file, reachable(file, next)]))
  const groups = [...reached].flatMap(([file, all]) => {
    if (!all.has(file)) return []
    return [[...all].filter((other) => reached.get(other)?.has(file)).sort()]
  })
  return [...new Map(groups.map((group) => [group.join(), group])).values()]
}

function reachable(file: string, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const all = new Set<string>()
  const open = [...(next.get(file) ?? [])]
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (all.has(each)) continue
    all.add(each)
    open.push(...(next.get(each) ?? []))
  }
  return all
}

const IMPORTS = ['adapters', 'bot', 'lessons', 'sandbox'].flatMap(sources).flatMap(importsOf)

function sources(folder: string): string[] {
  if (!existsSync(join(CHECKOUT, folder))) return []
  return readdirSync(join(CHECKOUT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name))
    .map((name) => join(folder, name))
}

function importsOf(from: string) {
  const text = readFileSync(join(CHECKOUT, from), 'utf8')
  return [...text.matchAll(/(?:\bfrom|\bimport\(|^import)\s*'(\.[^']+)'/gm)].map(
    ([, path = '']) => ({
      from,
      to: relative(CHECKOUT, join(CHECKOUT, dirname(from), path)),
    }),
  )
}

/** Only these put the parts together. */
function wires(file: string): boolean {
  return file === 'bot/main.ts' || file === 'bot/cli.ts' || file.startsWith('bot/cli/')
}

function within(folder: string): (file: string) => boolean {
  return (file) => file.startsWith(`${folder}/`)
}
