/**
 * Repairs what copying does to Python: REPL prompts, curly quotes, special spaces, notebook cells, and a program
 * indented as a whole.
 */
import { brokenAt } from '../analysis/python/look.ts'
import { list } from '../lib/text/quantities.ts'
import { plainCharacters } from './characters.ts'
import { scriptOfCells } from './notebook.ts'

/** `notes` list what was changed, one sentence each. */
export type Cleaned = Readonly<{ code: string; notes: readonly string[] }>

/**
 * Repairs pasted Python step by step and notes every change; code that needs no repair comes back unchanged except
 * for its line endings.
 */
export function cleanPython(text: string): Cleaned {
  let code = text.replace(/\r\n?/g, '\n')
  const notes: string[] = []
  for (const step of STEPS) {
    const cleaned = step(code)
    if (cleaned === null || cleaned.code === code) continue
    code = cleaned.code
    notes.push(...cleaned.notes)
  }
  return { code, notes }
}

export const PROMPTS_REMOVED = 'I removed the prompts (`>>>`) and their output.'

type Step = (code: string) => Cleaned | null

const STEPS: readonly Step[] = [
  noted(PROMPTS_REMOVED, withoutPrompts),
  noted('I removed invisible characters.', withoutHidden),
  withPlainCharacters,
  withoutCells,
  noted('I moved the indented program to the left edge.', dedent),
]

function noted(note: string, clean: (code: string) => string): Step {
  return (code) => ({ code: clean(code), notes: [note] })
}

/** Prompts of Python's REPL and of IPython: the first kind starts a statement, the second continues it. */
const PROMPT = /^[ \t]*(?:>>>|\.\.\.|\u2026|In \[\d+\]:|\.{3,}:)(?: |$)/
const FIRST_PROMPT = /^[ \t]*(?:>>>|In \[\d+\]:)(?: |$)/m

function withoutPrompts(code: string): string {
  // A docstring may contain prompts as usage examples.
  if (!FIRST_PROMPT.test(code) || (!PROMPT.test(code.trimStart()) && brokenAt(code) === null)) {
    return code
  }
  return code
    .split('\n')
    .filter((line) => PROMPT.test(line))
    .map((line) => line.replace(PROMPT, ''))
    .join('\n')
}

/** Web pages insert zero-width spaces. Joiners are kept, because words and emoji need them. */
function withoutHidden(code: string): string {
  return code.replace(/\u200b|\u2060|\ufeff/g, '')
}

/** Changes nothing if the code already parses. */
function withPlainCharacters(code: string): Cleaned | null {
  const { code: plain, replaced } = plainCharacters(code)
  if (plain === code || brokenAt(code) === null) return null
  return {
    code: plain,
    notes: [`I replaced ${list(replaced)} with the characters Python expects.`],
  }
}

/** Applies only if the notebook lines are what keeps the code from parsing. */
function withoutCells(code: string): Cleaned | null {
  const script = scriptOfCells(code)
  if (script === null) return null
  const broken = brokenAt(code)
  return broken !== null && brokenAt(script.code) !== broken ? script : null
}

/** Removes the indentation common to all lines, since a program that starts indented never parses. */
function dedent(code: string): string {
  const lines = code.split('\n')
  const indents = lines.filter((line) => line.trim()).map((line) => line.search(/\S/))
  const common = Math.min(...indents)
  return common > 0 && Number.isFinite(common)
    ? lines.map((line) => line.slice(common)).join('\n')
    : code
}
