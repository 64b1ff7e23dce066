/** Changes to source text by position; what is not named stays as it is, comments and layout included. */
import { readSyntax, within } from '../../facts/syntax.ts'

/** Replaces the text from `start` to `end`; positions are those of the source before any change. */
export type Edit = Readonly<{ start: number; end: number; text: string }>

/** Edits must not overlap. */
export function edited(source: string, edits: readonly Edit[]): string {
  let text = ''
  let at = 0
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    text += source.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return text + source.slice(at)
}

/** Edits of a part of the source that starts at `offset`. */
export const shifted = (edits: readonly Edit[], offset: number): Edit[] =>
  edits.map(({ start, end, text }) => ({ start: start - offset, end: end - offset, text }))

/** Gives every line `more` in front; lines inside a string of several lines stay as they are. */
export function indented(text: string, more: string): string {
  return eachLine(text, (line) => (line.trim() === '' ? line : more + line))
}

/** Takes `less` off the front of every line that has it. */
export function dedented(text: string, less: string): string {
  return eachLine(text, (line) => (line.startsWith(less) ? line.slice(less.length) : line))
}

function eachLine(text: string, change: (line: string) => string): string {
  const inString = linesInStrings(text)
  return text
    .split('\n')
    .map((line, index) => (inString.has(index + 1) ? line : change(line)))
    .join('\n')
}

function linesInStrings(text: string): Set<number> {
  const lines = new Set<number>()
  for (const node of within(readSyntax(text).root)) {
    if (node.type !== 'string') continue
    for (let line = node.line + 1; line <= node.endLine; line += 1) lines.add(line)
  }
  return lines
}

/** White space before the text at `start` on its line; null when something else stands there. */
export function indentOf(source: string, start: number): string | null {
  const before = source.slice(source.lastIndexOf('\n', start - 1) + 1, start)
  return before.trim() === '' ? before : null
}

/** `name`, or with a number where the source has that word already. */
export function fresh(name: string, source: string): string {
  const taken = new Set(source.match(/\w+/g))
  let chosen = name
  for (let n = 2; taken.has(chosen); n += 1) chosen = `${name}_${n}`
  return chosen
}
