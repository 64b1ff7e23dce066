/** Formats numbers, names and the learner's text for sentences. */
import { list } from '../lib/text/quantities.ts'

/** 12 ms, 340 ms, 3.1 s, 12 s. */
export function duration(ms: number): string {
  if (ms < 1) return 'under 1 ms'
  if (ms < 1000) return `${Math.round(ms)} ms`
  return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`
}

/** A count with its noun, such as "1 thread" or "1,200 threads". */
export const times = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`

/** A share as a whole percentage, such as "42 %"; shares outside 0 to 1 are clamped. */
export const percent = (share: number): string =>
  `${Math.round(Math.min(1, Math.max(0, share)) * 100)} %`

/** Lines as a reader says them: "line 3", "lines 3, 4 and 9", "lines 3 to 12". */
export function lines(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].toSorted((a, b) => a - b)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return 'somewhere'
  if (sorted.length === 1) return `line ${first}`
  if (sorted.length > 3 || last - first + 1 === sorted.length) return `lines ${first} to ${last}`
  return `lines ${list(sorted.map(String))}`
}

const NAME = 60
const QUOTE = 160

/** Makes the learner's text safe inside a sentence: one short line between backticks. */
export function code(text: string, limit = NAME): string {
  const plain = cleaned(text).replaceAll('`', "'")
  const short = plain.length > limit ? `${plain.slice(0, limit - 1)}…` : plain
  return short === '' ? '(nothing)' : `\`${short}\``
}

/** Quotes the text of an error safely. */
export const quote = (text: string): string => code(text, QUOTE)

/** Control, format (bidi, zero width) and lone surrogate characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu

function cleaned(text: string): string {
  return text
    .slice(0, 4 * QUOTE)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(UNSEEN, '')
    .trim()
}
