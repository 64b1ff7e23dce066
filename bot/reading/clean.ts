/** Mends what copying does to Python: prompts of a REPL, curly quotes, odd spaces, an indented whole. */
import { brokenAt } from '../analysis/python/look.ts'

/** `notes` say what was changed, as sentences. */
export type Cleaned = Readonly<{ code: string; notes: readonly string[] }>

export function cleanPython(text: string): Cleaned {
  let code = text.replace(/\r\n?/g, '\n')
  const notes: string[] = []
  for (const { note, mend } of STEPS) {
    const mended = mend(code)
    if (mended === code) continue
    code = mended
    notes.push(note)
  }
  return { code, notes }
}

type Step = Readonly<{ note: string; mend(code: string): string }>

export const PROMPTS_REMOVED = 'I took out the prompts (`>>>`) and what they had printed.'

const STEPS: readonly Step[] = [
  { note: PROMPTS_REMOVED, mend: withoutPrompts },
  { note: 'I took out characters that cannot be seen.', mend: withoutHidden },
  { note: 'I made curly quotes and odd spaces plain.', mend: ifBroken(withPlainCharacters) },
  { note: 'I moved the indented program to the left edge.', mend: dedent },
]

/** Curly quotes may be meant when they stand in strings: code that parses is left alone. */
function ifBroken(mend: (code: string) => string): (code: string) => string {
  return (code) => {
    const mended = mend(code)
    return mended !== code && brokenAt(code) !== null ? mended : code
  }
}

/** Python's own REPL and IPython's: the first prompt starts a statement, the second goes on with it. */
const PROMPT = /^[ \t]*(?:>>>|\.\.\.|In \[\d+\]:|\.{3,}:)(?: |$)/
const FIRST_PROMPT = /^[ \t]*(?:>>>|In \[\d+\]:)(?: |$)/m

function withoutPrompts(code: string): string {
  if (!FIRST_PROMPT.test(code)) return code
  return code
    .split('\n')
    .filter((line) => PROMPT.test(line))
    .map((line) => line.replace(PROMPT, ''))
    .join('\n')
}

/** Zero-width spaces come along from web pages; joiners are left, as words and emoji need them. */
function withoutHidden(code: string): string {
  return code.replace(/\u200b|\u2060|\ufeff/g, '')
}

const PLAIN: readonly (readonly [odd: RegExp, plain: string])[] = [
  [/[\u201c\u201d\u201e\u201f\u00ab\u00bb]/g, '"'],
  [/[\u2018\u2019\u201a\u201b]/g, "'"],
  [/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' '],
  [/[\u2212\u2013]/g, '-'],
]

function withPlainCharacters(code: string): string {
  return PLAIN.reduce((text, [odd, plain]) => text.replace(odd, plain), code)
}

/** A program that starts indented is always an error. */
function dedent(code: string): string {
  const lines = code.split('\n')
  const indents = lines.filter((line) => line.trim()).map((line) => line.search(/\S/))
  const common = Math.min(...indents)
  return common > 0 && Number.isFinite(common)
    ? lines.map((line) => line.slice(common)).join('\n')
    : code
}
