/** Splits a schedule typed in one line into its parts; `parse.ts` reads each of them. */

import { UserError } from '../../../core/errors.ts'
import { trimEnd } from '../../../lib/text/trim.ts'
import { suggestZones, zoneNamed } from '../../../lib/time-zones.ts'
import { example, isCronText, isDayWord, nearestDay } from './parse.ts'

export const PARTS = ['schedule', 'time', 'zone', 'days', 'topics', 'as', 'until', 'grace'] as const
export type Part = (typeof PARTS)[number]
/** The parts as they were typed. */
export type Typed = Readonly<Partial<Record<Part, string>>>

/** `numbered`: the line may start with the number of an existing schedule. */
export type LineOptions = Readonly<{ numbered: boolean }>

type Token = Readonly<{ text: string; quoted: boolean }>
type Found = Readonly<{ part: Part | null; text: string; tokens: number }>

/**
 * Splits a line such as `09:00 Europe/Berlin weekdays`, `every 3 days at 9am in Berlin as quiz` or `2 until 24
 * Dec`.
 *
 * @throws {UserError} A word isn't understood.
 */
export function readLine(line: string, { numbered }: LineOptions): Typed {
  const tokens = tokensOf(line)
  const typed: Partial<Record<Part, string>> = {}
  let at = 0
  const [first, second] = tokens
  if (numbered && first && isNumber(first.text) && !isHalf(second?.text)) {
    typed.schedule = first.text.replace('#', '')
    at = 1
  }
  while (at < tokens.length) {
    const { part, text, tokens: taken } = findPart(tokens.slice(at))
    if (part) typed[part] = part in typed ? `${typed[part]} ${text}` : text
    at += taken
  }
  return typed
}

function tokensOf(line: string): readonly Token[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|“([^“”]*)”|\S+/g)]
    .map(([all, double, single, curly]) => {
      const quoted = double ?? single ?? curly
      return { text: quoted ?? trimEnd(all, ',;'), quoted: quoted !== undefined }
    })
    .filter(({ text }) => text !== '')
}

/** Words without a meaning of their own. */
const FILLERS = new Set('at in on as for of and a an the from with next now time zone'.split(' '))

/** The part that the tokens start with. */
function findPart(tokens: readonly Token[]): Found {
  for (const finder of FINDERS) {
    const found = finder(tokens)
    if (found) return found
  }
  throw unknown(tokens[0]?.text ?? '')
}

const FINDERS: readonly ((tokens: readonly Token[]) => Found | null)[] = [
  cron,
  until,
  grace,
  time,
  days,
  kind,
  topics,
  (tokens) => (FILLERS.has(low(tokens[0])) ? { part: null, text: '', tokens: 1 } : null),
  zone,
  slip,
]

function cron(tokens: readonly Token[]): Found | null {
  const named = low(tokens[0]) === 'cron' ? 1 : 0
  const [first] = tokens.slice(named)
  if (first?.quoted && isCronText(first.text)) {
    return { part: 'days', text: first.text, tokens: named + 1 }
  }
  const text = joined(tokens.slice(named, named + 5))
  const isCron = named === 1 || (isCronText(text) && text.includes('*'))
  return isCron ? { part: 'days', text: `cron ${text}`, tokens: named + 5 } : null
}

/** The end of a pause is the rest of the line. */
function until(tokens: readonly Token[]): Found | null {
  if (low(tokens[0]) !== 'until') return null
  return { part: 'until', text: joined(tokens.slice(1)), tokens: tokens.length }
}

function grace(tokens: readonly Token[]): Found | null {
  if (low(tokens[0]) !== 'grace') return null
  const hasUnit = /^h(ours?)?$/.test(low(tokens[2]))
  return { part: 'grace', text: tokens[1]?.text ?? '', tokens: hasUnit ? 3 : 2 }
}

function time(tokens: readonly Token[]): Found | null {
  const [first, second] = tokens
  if (first && isHalf(second?.text) && /^\d/.test(first.text)) {
    return { part: 'time', text: joined(tokens.slice(0, 2)), tokens: 2 }
  }
  const isTime = /^\d/.test(low(first)) || /^(noon|midday|midnight)$/.test(low(first))
  return first && isTime ? { part: 'time', text: first.text, tokens: 1 } : null
}

function days(tokens: readonly Token[]): Found | null {
  const [first, second, third] = tokens.map(low)
  if (first === 'every' && /^days?$/.test(third ?? '')) {
    return { part: 'days', text: joined(tokens.slice(0, 3)), tokens: 3 }
  }
  if (first === 'every') return { part: 'days', text: second ?? '', tokens: 2 }
  const words = (first ?? '').split(/[\s,;]+/)
  if (!words.every((word) => isDayWord(word) || word === 'and') && words[0] !== 'every') return null
  return { part: 'days', text: words.join(' '), tokens: 1 }
}

const KINDS: Readonly<Record<string, string>> = {
  plain: 'plain',
  tip: 'plain',
  quiz: 'quiz',
  question: 'quiz',
}

function kind(tokens: readonly Token[]): Found | null {
  const text = KINDS[low(tokens[0])]
  return text === undefined ? null : { part: 'as', text, tokens: 1 }
}

/** `lessons 3 4`, `parts A and B`, `about cancellation`: up to the start of another part. */
function topics(tokens: readonly Token[]): Found | null {
  const [first] = tokens
  if (/^(all|everything|mixed)$/.test(low(first))) return { part: 'topics', text: 'all', tokens: 1 }
  if (!/^(lessons?|parts?|topics?|about)$/.test(low(first))) return null
  const after = tokens.slice(1)
  const end = after.findIndex(
    ({ text, quoted }) =>
      !quoted &&
      (/^\d+[:.]\d+$|^\d+[ap]m$|\//i.test(text) ||
        low({ text }) in KINDS ||
        isDayWord(text) ||
        /^(as|at|every|cron|until|grace|daily)$/i.test(text)),
  )
  const taken = end < 0 ? after : after.slice(0, end)
  return {
    part: 'topics',
    text: joined([...tokens.slice(0, 1), ...taken]),
    tokens: taken.length + 1,
  }
}

/** `Europe/Berlin`, `berlin`, `new york`, `port of spain` */
function zone(tokens: readonly Token[]): Found | null {
  const lengths = [3, 2, 1].filter((length) => length <= tokens.length)
  const length = lengths.find((each) => zoneNamed(joined(tokens.slice(0, each))) !== null)
  return length ? { part: 'zone', text: joined(tokens.slice(0, length)), tokens: length } : null
}

/** A misspelled day or zone, which its parser then rejects with a suggestion. */
function slip([first]: readonly Token[]): Found | null {
  if (!first) return null
  const { text } = first
  const isPlace = text.includes('/') || suggestZones(text, 1).length > 0
  const part = nearestDay(text.toLowerCase()) ? 'days' : isPlace ? 'zone' : null
  return part ? { part, text, tokens: 1 } : null
}

function unknown(text: string): UserError {
  return new UserError(`I don't understand “${text}” here.`, example())
}

function isNumber(text: string): boolean {
  return /^#?\d{1,3}$/.test(text)
}

function isHalf(text = ''): boolean {
  return /^[ap]\.?m\.?$/i.test(text)
}

function joined(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join(' ')
}

function low(token: Pick<Token, 'text'> | undefined): string {
  return token?.text.toLowerCase() ?? ''
}
