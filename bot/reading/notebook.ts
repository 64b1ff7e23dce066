/** Turns notebook cells into a script: IPython-only syntax is commented out or rewritten as Python, line by line. */
import { inlineCode } from '../lib/text/markdown.ts'
import { list } from '../lib/text/quantities.ts'

/** `notes` list what was changed, one sentence each. Line numbers stay the same. */
export type Script = Readonly<{ code: string; notes: readonly string[] }>

/** Converts notebook cells to a script; returns null if no line is notebook-only syntax. */
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

/** Magics that run the Python code after them. */
const RUNS = /^([ \t]*)%(time|timeit|prun|memit|mprun)[ \t]+(\S.*)$/
/** Options such as `-n 10` and `-r3`. */
const OPTIONS = /^(?:-[a-zA-Z]+\d*[ \t]+(?:\d+[ \t]+)?)+/
/** A shell command, another magic, or `name?` for help. */
const NOT_PYTHON = /^[ \t]*(?:!{1,2}[ \t]*\w|%{1,2}[a-zA-Z]|\?{1,2}[ \t]*\w|[\w.]+\?{1,2}[ \t]*$)/
/** `files = !ls` */
const ASSIGNED = /^[ \t]*\w[\w, ]*=[ \t]*[!%][a-zA-Z]/
/** `%%writefile NAME`: `program.ts` turns the cell into that file. */
const WRITES = /^%%(?:write)?file[ \t]/
/** `nest_asyncio` lets a notebook start an event loop inside its own; a script doesn't need it. */
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
  // Commenting the line out keeps the line numbers after it.
  const commented = `${start}# ${text.trim()}`
  return { text: commented, removed: WRITES.test(text) ? null : text.trim(), unwrapped: null }
}

/** Matches `x = await f()` at the left margin, on one line. */
const AWAITED = /^((?:[\w, ]+=[ \t]*)?)await[ \t]+(\w+\(.*\))[ \t]*$/
const COROUTINE = /^async[ \t]+def[ \t]+(\w+)/

/** Rewrites top-level `await`, which works only in a notebook, to `asyncio.run(…)`. */
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

/** How many characters of a removed line are quoted in the note. */
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
