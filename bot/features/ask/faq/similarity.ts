/** How similar a question is to the phrasings of ready answers, from 0 to 1. */
import { nearest } from '../../../lib/nearest.ts'
import { LIKE } from '../search/synonyms.ts'
import { STOP, stem, words } from '../search/tokenize.ts'
import type { ReadyAnswer } from './answers.ts'

export type Match = Readonly<{ answer: ReadyAnswer; score: number }>

export type Similarity = Readonly<{
  /** Matches, best first. The words of `before`, the previous question, count less. */
  near(text: string, before?: string): readonly Match[]
  /** All stems in the phrasings. */
  words: ReadonlySet<string>
}>

/** Tuned on the questions in tests/features/ask/ that are meant for tuning. */
const WEIGHTS = {
  /** A word of another phrasing of the same answer. */
  elsewhere: 0.55,
  inAnswer: 0.3,
  /** A synonym. */
  alike: 0.45,
  misspelt: 0.85,
  /** A word that is in no phrasing, relative to the rarest one that is. */
  unknown: 0.4,
  /** The same in an error message, where names are the learner's own. */
  unknownInError: 0.1,
  before: 0.6,
  number: 0.15,
  /** How much of the remainder up to 1 the second-best phrasing adds. */
  second: 0.1,
  sameIntent: 1.06,
  /** “How do I …” is not answered by a comparison or a definition. */
  otherIntent: 0.93,
  /** The question has a name from code that the answer doesn't. */
  withoutName: 0.85,
  /** The question is about threads and the answer about processes, or the other way round. */
  otherModel: 0.9,
} as const

/** Limits on a text. */
const MOST = { characters: 4000, words: 60, misspelt: 12 } as const

type Phrasing = Readonly<{
  answer: number
  words: ReadonlySet<string>
  weight: number
  intent: Intent | null
}>

/** Indexes the phrasings of ready answers, so that questions can be matched against them. */
export function createSimilarity(answers: readonly ReadyAnswer[]): Similarity {
  const spoken = answers.map(({ asked, text, code }) => ({
    asked: asked.map((phrasing) => ({ words: wordsOf(phrasing), intent: intentOf(phrasing) })),
    told: wordsOf(`${text}\n${code ?? ''}`),
  }))
  const frequency = new Map<string, number>()
  for (const { asked } of spoken) {
    for (const word of new Set(asked.flatMap(({ words }) => [...words]))) {
      frequency.set(word, (frequency.get(word) ?? 0) + 1)
    }
  }
  const rarest = Math.log(1 + answers.length)
  const rarity = (word: string): number => {
    const times = frequency.get(word)
    const weight = times === undefined ? rarest : Math.log(1 + answers.length / times)
    return /^\d+$/.test(word) ? weight * WEIGHTS.number : weight
  }
  const sum = (all: Iterable<string>): number =>
    [...all].reduce((sum, word) => sum + rarity(word), 0)

  const phrasings: Phrasing[] = spoken.flatMap(({ asked }, answer) =>
    asked
      .filter(({ words }) => words.size > 0)
      .map(({ words, intent }) => ({ answer, words, intent, weight: sum(words) })),
  )
  const phrasingsWith = new Map<string, number[]>()
  for (const [at, { words }] of phrasings.entries()) {
    for (const word of words) phrasingsWith.set(word, [...(phrasingsWith.get(word) ?? []), at])
  }
  const credit = spoken.map(
    ({ asked, told }) =>
      new Map([
        ...[...told].map((word) => [word, WEIGHTS.inAnswer] as const),
        ...asked.flatMap(({ words }) =>
          [...words].map((word) => [word, WEIGHTS.elsewhere] as const),
        ),
      ]),
  )

  const isAskedWith = (answer: number, word: string): boolean =>
    (credit[answer]?.get(word) ?? 0) >= WEIGHTS.elsewhere

  /** The words of a question that can be searched for, with their shares, and the weight of all its words. */
  function understood(text: string, before: string) {
    const isError = ERROR_LINE.test(text)
    const given = new Map<string, number>()
    let all = 0
    let misspelt = 0
    const hear = (spoken: string, share: number) => {
      for (const word of [...wordsOf(spoken.slice(0, MOST.characters))].slice(0, MOST.words)) {
        const isKnown = frequency.has(word) || credit.some((words) => words.has(word))
        let near = isKnown ? word : undefined
        if (!isKnown && misspelt < MOST.misspelt) {
          misspelt += 1
          near = nearest(word, frequency.keys(), mostWrong(word))
        }
        const weight = rarity(near ?? word) * share
        if (near === undefined && nearest(word, STOP, mostWrong(word)) !== undefined) continue
        if (near === undefined) {
          all += weight * (isError ? WEIGHTS.unknownInError : WEIGHTS.unknown)
          continue
        }
        all += weight
        const share_ = share * (isKnown ? 1 : WEIGHTS.misspelt)
        given.set(near, Math.max(given.get(near) ?? 0, share_))
      }
    }
    hear(text, 1)
    hear(before, WEIGHTS.before)
    return { given, all }
  }

  return {
    words: new Set(frequency.keys()),

    near(text, before = '') {
      const { given, all } = understood(text, before)
      if (all === 0) return []
      const reached = new Map<number, Map<string, number>>()
      const reach = (word: string, by: string, share: number) => {
        for (const at of phrasingsWith.get(word) ?? []) {
          const met = reached.get(at) ?? new Map<string, number>()
          reached.set(at, met)
          // Each word of the question matches at most one word of the phrasing.
          if ((met.get(by) ?? 0) < share) met.set(by, share)
        }
      }
      for (const [word, share] of given) {
        reach(word, word, share)
        for (const alike of LIKE.get(word) ?? []) reach(alike, word, share * WEIGHTS.alike)
      }
      const intent = intentOf(text)
      const named = [...namesIn(text)].filter((word) => given.has(word))
      const models = MODELS.filter((word) => given.has(word))
      const scores = new Map<number, number[]>()
      for (const [at, met] of reached) {
        const phrasing = phrasings[at]
        if (!phrasing) continue
        let both = 0
        for (const [word, share] of met) both += rarity(word) * share
        let beside = 0
        // A term or name only defines something; it gets no credit for other words of the question.
        const kind = answers[phrasing.answer]?.kind
        const isWhole = kind === 'entry'
        for (const [word, share] of given) {
          const part = credit[phrasing.answer]?.get(word) ?? 0
          const counted = met.get(word) ?? 0
          if (isWhole && part * share > counted) beside += rarity(word) * (part * share - counted)
        }
        const ofPhrasing = Math.min(1, both / phrasing.weight)
        const ofQuestion = Math.min(1, (both + beside) / all)
        const isOfModel = models.every((word) => isAskedWith(phrasing.answer, word))
        const isNamed = named.every((word) => credit[phrasing.answer]?.has(word))
        const score =
          Math.sqrt(ofPhrasing * (kind === 'term' ? ofQuestion ** TERM_POWER : ofQuestion)) *
          ofIntent(intent, phrasing.intent) *
          (isNamed ? 1 : WEIGHTS.withoutName) *
          (isOfModel ? 1 : WEIGHTS.otherModel)
        scores.set(phrasing.answer, [...(scores.get(phrasing.answer) ?? []), score])
      }
      return [...scores]
        .flatMap(([at, all]) =>
          answers[at] ? [{ answer: answers[at], score: together(all) }] : [],
        )
        .toSorted((a, b) => b.score - a.score)
    },
  }
}

/** Combines the scores of an answer's phrasings: the best one, plus a little for the second best. */
function together(scores: readonly number[]): number {
  const [best = 0, second = 0] = scores.toSorted((a, b) => b - a)
  return best + WEIGHTS.second * second * (1 - best)
}

/** The stems of a text's content words, without words such as “versus” and “difference”. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(
    words(text)
      .filter((word) => !COMPARING.test(word))
      .map(stem),
  )
}

/** Exponent by which the unanswered part of a question counts more against a glossary term. */
const TERM_POWER = 1.6

const MODELS = ['thread', 'process'].map(stem)

/** Names such as `ProcessPoolExecutor` and `to_thread`, as stems. Names of errors are left out. */
function namesIn(text: string): ReadonlySet<string> {
  const names = text.slice(0, MOST.characters).match(NAME) ?? []
  return wordsOf(
    names
      .slice(0, MOST.words)
      .filter((name) => !ERROR_LINE.test(name))
      .join(' '),
  )
}

const NAME = /\b[A-Za-z]+(?:[a-z][A-Z]|_[a-z])\w*/g

/** These words are already covered by the intent. */
const COMPARING = /^(?:vs|versus|difference|differences)$/

const ERROR_LINE = /\b[A-Z]\w*(?:Error|Warning|Exception|Group|Empty|Full)\b/

/** How many letters may be wrong. */
function mostWrong({ length }: string): number {
  if (length < 5) return 0
  return length < 8 ? 1 : 2
}

function ofIntent(asked: Intent | null, answered: Intent | null): number {
  if (asked === null || answered === null) return 1
  if (asked === answered) return WEIGHTS.sameIntent
  return asked === 'how' && answered !== 'why' ? WEIGHTS.otherIntent : 1
}

type Intent = 'what' | 'why' | 'how' | 'compare' | 'whether'

const INTENTS: readonly (readonly [RegExp, Intent])[] = [
  [/^\s*\S+ or \S+\s*\??$|\bvs\.?\b|\bversus\b|\bdifferen(?:ce|t)\b|\bcompared?\b/i, 'compare'],
  [/\bwhy\b|\bhow come\b|\breason\b/i, 'why'],
  [/\bhow (?:do|can|to|would|should|could)\b|\bway to\b|^\s*how\b/i, 'how'],
  [/\bwh?ats?(?: is| are|'s|’s)?\b|\bdefine\b|\bmeaning\b|\bmeans?\b|\bexplain\b/i, 'what'],
  [/^\s*(?:do|does|did|is|are|can|may|should|will)\b/i, 'whether'],
]

function intentOf(text: string): Intent | null {
  return INTENTS.find(([pattern]) => pattern.test(text))?.[1] ?? null
}
