/** Whether two programs gave the same output; only what varies between two runs of the same program may differ. */
import { Buffer } from 'node:buffer'
import { type RunResult, stdoutOf } from '../../../sandbox/sandbox.ts'

/** `reordered`: the same lines in another order. */
export type Sameness = 'same' | 'reordered' | 'different'

type Output = Pick<RunResult, 'output' | 'files'>

/** `again` is a second run of the program as it was `before`; null where there was none. */
export function compareOutputs(before: Output, again: Output | null, after: Output): Sameness {
  if (!sameFiles(before, again, after)) return 'different'
  const expected = templates(stdoutLines(before), again && stdoutLines(again))
  const lines = stdoutLines(after)
  if (lines.length !== expected.length) return 'different'
  if (lines.every((line, i) => fits(line, expected[i]))) return 'same'
  return isSubset(expected, lines) ? 'reordered' : 'different'
}

/** Whether everything that was printed before, as far as that got, is printed now too. */
export function keepsOutput(before: Output, again: Output | null, after: Output): boolean {
  const expected = templates(stdoutLines(before), again && stdoutLines(again))
  return isSubset(expected, stdoutLines(after))
}

/** A line as tokens; null for one that varies, and for a line that varies as a whole. */
type Template = readonly (string | null)[] | null

function stdoutLines(output: Output): string[] {
  const text = stdoutOf(output)
  return text === '' ? [] : text.trimEnd().split('\n')
}

/** Numbers with their point are one token, so that `2.01` and `2.1` are the same but for one token. */
const TOKEN = /\d[\d.,:]*|\w+|\s+|[^\w\s]/g

const tokens = (line: string): string[] => line.match(TOKEN) ?? []

function templates(lines: readonly string[], again: readonly string[] | null): Template[] {
  if (!again || again.length !== lines.length) return lines.map(tokens)
  const other = isShuffled(lines, again) ? lines : again
  return lines.map((line, i) => {
    const [these, those] = [tokens(line), tokens(other[i] ?? '')]
    if (these.length !== those.length) return null
    return these.map((token, at) => (token === those[at] ? token : null))
  })
}

const isShuffled = (lines: readonly string[], others: readonly string[]): boolean =>
  lines.toSorted().join('\n') === others.toSorted().join('\n')

function fits(line: string, template: Template | undefined): boolean {
  if (template === undefined) return false
  if (template === null) return true
  const found = tokens(line)
  return (
    found.length === template.length &&
    template.every((token, i) => token === null || token === found[i])
  )
}

/** Each expected line is among the lines, as often as it is expected. Lines without variation are looked for first. */
function isSubset(expected: readonly Template[], lines: readonly string[]): boolean {
  const left = [...lines]
  const freedom = (template: Template): number =>
    template === null ? Number.POSITIVE_INFINITY : template.filter((token) => token === null).length
  const ordered = expected.toSorted((a, b) => freedom(a) - freedom(b) || 0)
  return ordered.every((template) => {
    const at = left.findIndex((line) => fits(line, template))
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

function sameFiles(before: Output, again: Output | null, after: Output): boolean {
  const named = (output: Output) =>
    new Map(output.files.map(({ name, content }) => [name, Buffer.from(content)]))
  const [files, other, changed] = [named(before), again && named(again), named(after)]
  if (files.size !== changed.size) return false
  for (const [name, content] of files) {
    const now = changed.get(name)
    if (!now) return false
    const varies = other?.get(name)?.equals(content) === false
    if (!varies && !now.equals(content)) return false
  }
  return true
}
