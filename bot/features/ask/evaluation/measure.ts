/** Marks for each answer, and figures for all answers together. */
import { type Case, OFF_TOPIC } from '../../../../lessons/cases.ts'
import { RULES_MARKS } from '../model/prompt.ts'

/** The outcome of one case. */
export type Observed = Readonly<{
  /** All readable text of the answer. */
  text: string
  /** Slugs of the lessons that it has buttons for, in order. */
  lessons: readonly string[]
  isRefused: boolean
  /** Whether it offers several ready answers to choose from. */
  isChoice: boolean
  /** Whether a model wrote it. */
  isWritten: boolean
  ms: number
  /** Prompt and answer tokens together; 0 without a model. */
  tokens: number
  /** The judge's verdict; null if no judge was asked or it gave no clear one. */
  judged: boolean | null
}>

/** Null for what the case doesn't test. */
export type Marks = Readonly<{
  recall1: boolean | null
  recall3: boolean | null
  keyMet: boolean | null
  refusedOffTopic: boolean | null
  refusedReal: boolean | null
  grounded: boolean | null
  language: boolean | null
  length: boolean | null
  leaked: boolean | null
  judged: boolean | null
}>

export type Measured = Readonly<{ asked: Case; observed: Observed; marks: Marks }>

/** Maximum number of words in a model's answer. Its rules say 150, but buttons and notes count too. */
const LONGEST_WORDS = 260

/** Marks one observed answer against what its case expects; null for what the case doesn't test. */
export function marksOf(asked: Case, observed: Observed): Marks {
  const { kind, lessons = [], must = [], 'must-not': mustNot = [] } = asked
  const { text, isRefused, isWritten } = observed
  const isReal = lessons.length > 0
  const among = (most: number) =>
    observed.lessons.slice(0, most).some((each) => lessons.includes(each))
  const matches = (source: string) => new RegExp(source, 'i').test(text)
  const hasKey = must.length > 0 || mustNot.length > 0
  return {
    recall1: isReal ? among(1) : null,
    recall3: isReal ? among(3) : null,
    keyMet: hasKey ? must.every(matches) && !mustNot.some(matches) : null,
    refusedOffTopic: kind === OFF_TOPIC ? isRefused : null,
    refusedReal: isReal ? isRefused : null,
    grounded: isReal && isWritten ? observed.lessons.length > 0 : null,
    language: isReal && isWritten ? languageOf(text) === languageOf(asked.question) : null,
    length: isWritten ? text.split(/\s+/).length <= LONGEST_WORDS : null,
    leaked: RULES_MARKS.some((each) => text.includes(each)),
    judged: observed.judged,
  }
}

/** Guesses the language from its most common words; English if none match. */
function languageOf(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}']+/gu) ?? []
  const counts = Object.entries(SMALL_WORDS).map(([language, list]) => {
    const small = new Set(list.split(' '))
    return { language, count: words.filter((word) => small.has(word)).length }
  })
  return counts.toSorted((a, b) => b.count - a.count)[0]?.language ?? 'en'
}

const SMALL_WORDS = {
  en: 'the is are a of to and in it that for with how what why do does on as by an this',
  de: 'der die das und ist wie was warum nicht ein eine zu mit auf für den sich auch wenn',
  es: 'el la los las es un una por qué cómo con para que en se y al no del',
  fr: 'le la les est un une des pourquoi comment avec pour que et dans pas du ce quoi',
  pt: 'o os as é um uma por que como com para em não do da e ao no dos',
} as const

export type Figure = Readonly<{ name: keyof Marks; title: string; least?: number; most?: number }>

/** Shares from 0 to 1. `overlap eval` fails if one misses its bound. */
export const FIGURES: readonly Figure[] = [
  { name: 'recall1', title: 'right lesson first', least: 0.7 },
  { name: 'recall3', title: 'right lesson among three', least: 0.93 },
  { name: 'keyMet', title: 'key fact in the answer', least: 0.85 },
  { name: 'refusedOffTopic', title: 'off-topic refused', least: 0.9 },
  { name: 'refusedReal', title: 'real ones refused', most: 0.02 },
  { name: 'grounded', title: 'cites a lesson', least: 0.8 },
  { name: 'language', title: "in the asker's language", least: 0.9 },
  { name: 'length', title: 'short enough', least: 0.95 },
  { name: 'leaked', title: 'rules leaked', most: 0 },
  { name: 'judged', title: 'judged to answer', least: 0.8 },
]

/** The share of cases with this mark, from 0 to 1; null if no case tests it. */
export function share(all: readonly Measured[], name: keyof Marks): number | null {
  const known = all.map(({ marks }) => marks[name]).filter((mark) => mark !== null)
  return known.length === 0 ? null : known.filter(Boolean).length / known.length
}

/** Whether a share from 0 to 1 misses the figure's bound; false where nothing was measured. */
export function isBelow({ least, most }: Figure, value: number | null): boolean {
  if (value === null) return false
  return value < (least ?? 0) || value > (most ?? 1)
}

/** The value below which the share `part` of the values lies: 0.5 gives the median. 0 if there are none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0
}
