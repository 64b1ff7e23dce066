/**
 * Imports point one way: core ← lib, store, analysis, timeline, reading, and the ports of lessons and sandbox ← features ←
 * what puts them together. Adapters import core, delivery and lib.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const CHECKOUT = join(import.meta.dirname, '../..')
const SANDBOX = ['sandbox/sandbox.ts', 'sandbox/limits.ts', 'sandbox/trace.ts']
const LESSONS = ['lessons/lessons.ts', 'lessons/faq.ts', 'lessons/cases.ts']

/** What `from` imports of each folder: a folder ends in `/`. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  // And one leaf: askers are judged in the same way where texts are read and where programs run.
  'sandbox/': ['sandbox/', 'bot/lib/recent-use.ts'],
  'lessons/': ['lessons/'],
  'bot/core/': ['bot/core/', 'bot/lib/', ...SANDBOX],
  // Leaves: of the core only what has no behaviour.
  'bot/lib/': [
    'bot/lib/',
    ...['clock', 'errors', 'keys', 'log', 'message', 'request'].map(
      (name) => `bot/core/${name}.ts`,
    ),
  ],
  'bot/store/': ['bot/store/', 'bot/core/', 'bot/lib/'],
  'bot/analysis/': ['bot/analysis/', 'bot/core/', 'bot/lib/', ...SANDBOX, ...LESSONS],
  'bot/timeline/': ['bot/timeline/', 'bot/core/', 'bot/lib/', ...SANDBOX],
  'bot/reading/': ['bot/reading/', 'bot/analysis/', 'bot/core/', 'bot/lib/', ...SANDBOX],
  'bot/delivery/': ['bot/delivery/', 'bot/core/', 'bot/lib/', 'bot/store/'],
  'bot/monitoring/': ['bot/monitoring/', 'bot/core/', 'bot/lib/', 'bot/store/', ...SANDBOX],
  'bot/features/': [
    'bot/features/',
    ...['core', 'lib', 'store', 'analysis', 'timeline', 'reading'].map((name) => `bot/${name}/`),
    ...SANDBOX,
    ...LESSONS,
  ],
}

/** What adapters may import beside core, delivery and lib, and why. */
const FOR_ADAPTERS: Readonly<Record<string, string>> = {
  'bot/timeline/png.ts': 'Slack and Discord show no SVG',
  'bot/timeline/theme.ts': 'the page has the colours of the pictures in its own style sheet',
  'bot/reading/read.ts':
    'in a thread of Slack, a program is meant for the tutor and other text is not',
  'bot/reading/program.ts': 'the page shows a post as the program that it is read as',
  'bot/analysis/python/look.ts': 'the page colours code that is Python',
  'bot/store/store.ts': 'types only: what an adapter keeps is in tables of its own',
}

type Rule = Readonly<{ name: string; holds(from: string): boolean; allows(to: string): boolean }>

const RULES: readonly Rule[] = [
  ...Object.entries(LAYERS).map(([layer, allowed]) => ({
    name: `${layer} imports nothing that builds on it`,
    holds: (from: string) => from.startsWith(layer),
    allows: (to: string) => isOf(to, allowed),
  })),
  ...readdirSync(join(CHECKOUT, 'adapters')).map((adapter) => ({
    name: `the ${adapter} adapter imports core, delivery, lib and itself`,
    holds: (from: string) => from.startsWith(`adapters/${adapter}/`),
    allows: (to: string) =>
      isOf(to, [`adapters/${adapter}/`, 'bot/core/', 'bot/delivery/', 'bot/lib/']) ||
      to in FOR_ADAPTERS,
  })),
  {
    name: 'nothing imports what puts the parts together, but for the entry points themselves',
    holds: (from) => !isOf(from, WIRES),
    allows: (to) => !isOf(to, WIRES),
  },
]

const WIRES = ['bot/main.ts', 'bot/cli.ts', 'bot/cli/', 'bot/config.ts', 'bot/config/']

test('a command is made by its feature, and a view is shown by it', () => {
  const broken = IMPORTS.filter(({ from, to }) => {
    const [feature] = /^bot\/features\/[^/]+\//.exec(to) ?? []
    if (feature === undefined) return false
    const name = to.slice(feature.length)
    if (name === 'feature.ts') return from !== 'bot/main.ts'
    return /^(command|view)\.ts$/.test(name) && !from.startsWith(feature)
  })
  expect(broken).toEqual([])
})

test('rules and queries of a feature import no command', () => {
  const broken = IMPORTS.filter(
    ({ from, to }) =>
      /^bot\/features\/.*command\.ts$/.test(to) && !/(command|feature)\.ts$/.test(from),
  )
  expect(broken).toEqual([])
})

test('no exception for adapters is left over', () => {
  const imported = new Set(
    IMPORTS.filter(({ from }) => from.startsWith('adapters/')).map(({ to }) => to),
  )
  expect(Object.keys(FOR_ADAPTERS).filter((file) => !imported.has(file))).toEqual([])
})

test('adapters take no more than types from the store', () => {
  const texts = sources('adapters').map((file) => readFileSync(join(CHECKOUT, file), 'utf8'))
  expect(texts.join('\n')).not.toMatch(/^import \{[^}]*\} from '[^']*\/store\/store\.ts'/m)
})

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

/** Whether it is one of the files, or in one of the folders. */
function isOf(file: string, all: readonly string[]): boolean {
  return all.some((each) => (each.endsWith('/') ? file.startsWith(each) : file === each))
}
