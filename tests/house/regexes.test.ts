/** No regular expression of ours takes longer than the text is long: what people write is matched against them. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Node, parseSync, Visitor } from 'oxc-parser'
import { analyse } from 'scslre'
import { expect, test } from 'vitest'
import { loadLessons } from '../../lessons/lessons.ts'

const CHECKOUT = join(import.meta.dirname, '../..')

type Regex = Readonly<{ where: string; source: string; flags: string }>

test('no regular expression backtracks in more than linear time', () => {
  const found = regexesOf(
    globSync('{bot,adapters,sandbox,lessons}/**/*.{js,ts}', { cwd: CHECKOUT }),
  )
  expect(found.length).toBeGreaterThan(400)
  expect(found.flatMap(complaints)).toEqual([])
})

test('neither does one that a lesson tries on what a program printed', async () => {
  const patterns = patternsIn(await loadLessons())
  expect(patterns.length).toBeGreaterThan(0)
  expect(patterns.flatMap(complaints)).toEqual([])
})

test.each([
  ['spaces at the end', String.raw`const a = /\s+$/`],
  ['repetitions in repetitions', 'const a = /^(a+)+$/'],
  ['two repetitions that take the same', String.raw`const a = /^(.*?)(x*)\.$/s`],
  ['a regular expression put together', 'const a = new RegExp(`^.*,.*;$`)'],
])('the check sees %s', (_, code) => {
  expect(regexesIn(code, 'example.ts').flatMap(complaints)).toHaveLength(1)
})

function complaints({ where, source, flags }: Regex): string[] {
  const { reports } = analyse({ source, flags }, { maxReports: 1 })
  return reports.map(
    ({ type, character }) =>
      `${where}: /${source}/${flags} (${type}) for many ${character.literal.source}`,
  )
}

function regexesOf(files: readonly string[]): Regex[] {
  return files.flatMap((file) => regexesIn(readFileSync(join(CHECKOUT, file), 'utf8'), file))
}

function regexesIn(code: string, file: string): Regex[] {
  const found: Regex[] = []
  const add = (node: Node, source: string, flags: string) => {
    const line = code.slice(0, node.start).split('\n').length
    found.push({ where: `${file}:${line}`, source, flags })
  }
  const { program, errors } = parseSync(file, code)
  expect(errors).toEqual([])
  new Visitor({
    Literal(node) {
      if ('regex' in node && node.regex) add(node, node.regex.pattern, node.regex.flags)
    },
    NewExpression(node) {
      const [first, second] = node.arguments
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'RegExp' || !first) return
      const source = written(first)
      if (source !== null) add(node, source, (second && written(second)) ?? '')
    },
  }).visit(program)
  return found
}

/** A text as it is written, with a letter for each value in it; null where it is a value as a whole. */
function written(node: Node): string | null {
  if (node.type === 'Literal') return String(node.value)
  if (node.type !== 'TemplateLiteral') return null
  return node.quasis.map(({ value }) => value.cooked).join('x')
}

function patternsIn(value: unknown, where = 'lessons'): Regex[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'matches' && Array.isArray(inner)
      ? inner.map((source) => ({ where, source: String(source), flags: 'm' }))
      : patternsIn(inner, `${where}.${key}`),
  )
}
