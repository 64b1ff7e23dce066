/** Finds fenced code blocks in a message, in Markdown as well as the Discord and Slack variants. */
import { trim, trimEnd } from '../lib/text/trim.ts'

export type Fence = Readonly<{
  /** First word of the info string, in lower case; empty if there is none. */
  language: string
  /** File name from the info string or the line before the block; null if there is none. */
  name: string | null
  body: string
}>

/**
 * Returns the fenced blocks in order. A fence may open in the middle of a line and close at the end of one, as people
 * write in Discord and Slack (```` ```print(1)``` ````). A block that is never closed extends to the end of the text.
 */
export function readFences(text: string): readonly Fence[] {
  return read(text).fences
}

/** Returns the text outside the blocks, without the `args:` line. */
export function besidesFences(text: string): string {
  const { beside } = read(text)
  return beside
    .filter((line) => !ARGUMENTS.test(line))
    .join('\n')
    .trim()
}

/** Returns the arguments from an `args: …` line outside the blocks; null if there is none. */
export function argumentsBeside(text: string): string | null {
  const line = read(text).beside.find((each) => ARGUMENTS.test(each))
  return line === undefined ? null : trim(ARGUMENTS.exec(line)?.[1] ?? '', ' \t`*')
}

/** Matches `args: --n 3`, also in bold or as code. */
const ARGUMENTS = /^[ \t>*`_]{0,8}args?[*`_]{0,3}:([^\n]{0,4000})$/i

function read(text: string) {
  const lines = text.split(/\r\n?|\n/)
  const fences: Fence[] = []
  const beside: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const opening = at
    const line = lines[opening] ?? ''
    const open = FENCE.exec(line)
    if (open === null) {
      beside.push(line)
      continue
    }
    const { 0: mark, index } = open
    const before = line.slice(0, index)
    const first = line.slice(index + mark.length)
    beside.push(before)
    const body: string[] = []
    const start = splitInfo(first, mark)
    if (start.code !== null) body.push(start.code)
    if (!start.closed) at = takeBody(lines, at + 1, mark, body)
    const above = before.trim() || (lines[opening - 1] ?? '')
    fences.push({
      language: start.language,
      name: start.name ?? nameAlone(above),
      body: body.join('\n'),
    })
  }
  return { fences, beside }
}

/** Matches the fence that opens a block. */
export const FENCE = /`{3,}|~{3,}/

/** Appends the lines up to the closing fence to `body` and returns the index of the closing line. */
function takeBody(lines: readonly string[], from: number, mark: string, body: string[]): number {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const rest = beforeClosing(line, mark)
    if (rest === null) {
      body.push(line)
      continue
    }
    if (rest !== '') body.push(rest)
    return at
  }
  return lines.length
}

/**
 * Text before a closing fence at the end of a line: empty if the fence has the line to itself, null if the line
 * closes nothing.
 */
function beforeClosing(line: string, mark: string): string | null {
  const text = line.trimEnd()
  if (!text.endsWith(mark)) return null
  const before = text.slice(0, -mark.length)
  if (trimEnd(before, mark.charAt(0)).replace(/^ {0,3}/, '') === '') return ''
  return /[\s`~]$/.test(before) ? null : before
}

/** Text after the opening fence is an info string or, in Slack, may already be code. */
function splitInfo(first: string, mark: string) {
  const closing = first.indexOf(mark)
  const nothing = { language: '', name: null, code: null, closed: false }
  if (closing >= 0) return { ...nothing, code: first.slice(0, closing), closed: true }
  const info = first.trim()
  const named =
    /^(?:([\w+#-]+)(?:\s+|:))?(?:(?:title|file|name|filename)=)?["']?([\w./-]+\.\w{1,5})["']?$/i
  const [, language = '', name = null] = named.exec(info) ?? []
  if (name !== null) return { ...nothing, language: language.toLowerCase() || suffix(name), name }
  if (/^[\w+#-]*$/.test(info)) return { ...nothing, language: info.toLowerCase() }
  return { ...nothing, code: first }
}

/** In characters; a longer line is prose. */
const NAME_LINE = 120

/** Reads a line that consists only of a file name: `worker.py:`, **worker.py**, `worker.py`. */
function nameAlone(line: string): string | null {
  if (line.length > NAME_LINE) return null
  const name = trim(line, ' \t*`_#:')
  return /^[\w-]+\.\w{1,5}$/.test(name) ? name : null
}

function suffix(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase()
}
