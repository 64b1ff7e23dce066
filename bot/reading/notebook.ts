/** Cells of a notebook as a script: what only IPython reads is taken out or turned into Python, line by line. */
import { inlineCode } from '../lib/text/markdown.ts'
import { list } from '../lib/text/quantities.ts'

/** `notes` say what was done, as sentences. The lines keep their numbers. */
export type Script = Readonly<{ code: string; notes: readonly string[] }>

/** @returns null where the text has none of a notebook's own lines. */
export function scriptOfCells(code: string): Script | null {
  const cells = code.split('\n')
  if (!cells.some((line) => NOT_PYTHON.test(line) || ASSIGNED.test(line))) return null
  const lines = cells.map(lineOf)
  const removed = lines.flatMap(({ removed }) => (removed === null ? [] : [removed]))
  const unwrapped = lines.flatMap(({ unwrapped }) => (unwrapped === null ? [] : [unwrapped]))
  const awaited = runAwaits(lines.map(({ text }) => text))
  const notes = [
    ...(removed.length > 0 ? [takenOut(removed)] : []),
    ...(unwrapped.length > 0 ? [ranWithout(unwrapped)] : []),
    ...(awaited.changed ? [AWAITS] : []),
  ]
  return { code: awaited.lines.join('\n'), notes }
}

type Line = Readonly<{ text: string; removed: string | null; unwrapped: string | null }>

/** Magics that run the Python after them. */
const RUNS = /^([ \t]*)%(time|timeit|prun|memit|mprun)[ \t]+(\S.*)$/
/** Options such as `-n 10` and `-r3`. */
const OPTIONS = /^(?:-[a-zA-Z]+\d*[ \t]+(?:\d+[ \t]+)?)+/
/** A shell command, another magic, or `name?` for help. */
const NOT_PYTHON = /^[ \t]*(?:!{1,2}[ \t]*\w|%{1,2}[a-zA-Z]|\?{1,2}[ \t]*\w|[\w.]+\?{1,2}[ \t]*$)/
/** `files = !ls` */
const ASSIGNED = /^[ \t]*\w[\w, ]*=[ \t]*[!%][a-zA-Z]/
/** Names a file; `program.ts` makes one of the cell. */
const WRITES = /^%%(?:write)?file[ \t]/
/** Lets a notebook start an event loop inside the one that it runs in: a script needs none of it. */
const ONLY_FOR_NOTEBOOKS = /^[ \t]*(?:import[ \t]+nest_asyncio|nest_asyncio\.apply\(.*\))[ \t]*$/

function lineOf(text: string): Line {
  const [, indent = '', magic = '', rest = ''] = RUNS.exec(text) ?? []
  if (magic !== '') {
    return {
      text: indent + rest.replace(OPTIONS, ''),
      removed: null,
      unwrapped: `%${magic}`,
    }
  }
  if (![NOT_PYTHON, ASSIGNED, ONLY_FOR_NOTEBOOKS].some((each) => each.test(text))) {
    return { text, removed: null, unwrapped: null }
  }
  const [start = ''] = /^[ \t]*/.exec(text) ?? []
  // A comment keeps the numbers of the lines after it.
  const commented = `${start}# ${text.trim()}`
  return { text: commented, removed: WRITES.test(text) ? null : text.trim(), unwrapped: null }
}

/** `x = await f()` at the left edge, in one line. */
const AWAITED = /^((?:[\w, ]+=[ \t]*)?)await[ \t]+(\w+\(.*\))[ \t]*$/
const COROUTINE = /^async[ \t]+def[ \t]+(\w+)/

/** A notebook awaits at the top level; a script starts the event loop itself. */
function runAwaits(lines: readonly string[]): { lines: readonly string[]; changed: boolean } {
  const coroutines = new Set(lines.map((line) => COROUTINE.exec(line)?.[1]))
  const imports = lines.some((line) => /^import[ \t]+asyncio\b/.test(line))
  let changed = false
  const written = lines.map((line) => {
    const [, target = '', call = ''] = AWAITED.exec(line) ?? []
    if (!coroutines.has(/^\w+/.exec(call)?.[0] ?? '')) return line
    changed = true
    return `${imports ? '' : 'import asyncio; '}${target}asyncio.run(${call})`
  })
  return { lines: written, changed }
}

const AWAITS =
  'A notebook can `await` at the top level and a script can’t, so I ran that with `asyncio.run(…)`.'

/** Characters of a line that are quoted. */
const QUOTED = 40

function takenOut(removed: readonly string[]): string {
  const quoted = [...new Set(removed)].map((line) => inlineCode(line.slice(0, QUOTED)))
  const those = quoted.length === 1 ? 'it' : 'them'
  return `${list(quoted, 3)} ${quoted.length === 1 ? 'is' : 'are'} for a notebook, so I left ${those} out.`
}

function ranWithout(magics: readonly string[]): string {
  const names = [...new Set(magics)].map((magic) => inlineCode(magic))
  return `I ran the code after ${list(names, 3)} as plain Python: every run is timed here anyway.`
}
