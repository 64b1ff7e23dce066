/** Finds the passages most relevant to a question. */
import { setImmediate } from 'node:timers/promises'
import MiniSearch, { type SearchOptions } from 'minisearch'
import type { Catalogue, Lesson } from '../../../../lessons/lessons.ts'
import { type Loose, loosePassages, type Passage, passagesOf } from './passages.ts'
import { LIKE } from './synonyms.ts'
import { stem, words } from './tokenize.ts'

/** `isTold`: whether the passage may be shown. An error that isn't in the question only points to its lesson. */
type Found = Readonly<{ passage: Passage; isTold: boolean; score: number }>

/** A lesson and the passages found in it, best first. */
export type FoundLesson = Readonly<{
  lesson: Lesson
  score: number
  passages: readonly Passage[]
  /** Score of the best passage that can stand alone as an answer; 0 if there is none. */
  bestAnswer: number
}>

/** Whether a passage can stand alone as an answer. */
export function isAnswer({ kind }: Passage): boolean {
  return ANSWERS.has(kind)
}

const ANSWERS: ReadonlySet<Passage['kind']> = new Set([
  'opening',
  'explanation',
  'misconception',
  'error',
])

export type Retrieval = Readonly<{
  /** Lessons relevant to any of the texts, best first; empty if none are. */
  lessons(...texts: readonly string[]): readonly FoundLesson[]
}>

/** How many lessons, and passages of each, a model is given. */
const GIVEN = { lessons: 4, passages: 3 } as const

/** The passages to give the model: up to three from each of the first four lessons. */
export function bestPassages(found: readonly FoundLesson[]): readonly Passage[] {
  return found.slice(0, GIVEN.lessons).flatMap(({ passages }) => passages.slice(0, GIVEN.passages))
}

type Entry = Readonly<{ id: number; title: string; also: string; text: string; code: string }>

/** Tuned on the questions in tests/features/ask/ that are meant for tuning. */
const FIELDS = { title: 2, also: 2.5, text: 1, code: 0.5 }
const KINDS: Readonly<Record<Passage['kind'], number>> = {
  aim: 1.3,
  opening: 1.3,
  explanation: 1,
  example: 1,
  misconception: 1,
  question: 0.7,
  tip: 0.7,
  challenge: 1,
  error: 0.8,
  faq: 1,
}
/** Weight of synonyms of the question's words. */
const ALIKE = 0.3
/** Weight of each further passage of a lesson, and how many count. */
const FURTHER = { weight: 0.8, passages: 5 }
/** Score of an error that is quoted in the question: more than the lines of its traceback. */
const PASTED = 40
/** Share of a word's letters that may be misspelled. */
const WRONG_LETTERS = 0.25

/** Limits on a text. The rest of a long program doesn't make the question any clearer. */
const MOST = { characters: 4000, words: 60 }

/** Options for text that is already tokenized. */
const EXACTLY = {
  tokenize: (text: string) => text.split(' '),
  processTerm: (word: string) => word,
  boost: FIELDS,
}
const NEARLY = {
  ...EXACTLY,
  fuzzy: (word: string) => (word.length > 3 ? WRONG_LETTERS : false),
  prefix: (word: string) => word.length > 4,
}
/** Below this score, the best lesson only shares a word with the question by chance. */
const LEAST_SCORE = 9

/** Passages indexed before yielding to the event loop. */
const CHUNK = 20

/** Builds the search index of the lessons in chunks, so that the event loop isn't blocked meanwhile. */
export async function createRetrieval(catalogue: Catalogue): Promise<Retrieval> {
  const passages: Passage[] = [...passagesOf(catalogue)]
  const index = new MiniSearch<Entry>({
    fields: Object.keys(FIELDS),
    tokenize: words,
    processTerm: stem,
  })
  await index.addAllAsync(passages.map(entry), { chunkSize: CHUNK })
  const errors = new Map<number, RegExp>()
  // Each error or finding is assigned to the lesson most relevant to its words.
  const placed: (Loose & { lesson: Lesson | undefined })[] = []
  for (const loose of loosePassages()) {
    await setImmediate()
    placed.push({ ...loose, lesson: grouped(found(loose.words, EXACTLY))[0]?.lesson })
  }
  for (const { text, words, error, lesson } of placed) {
    if (!lesson) continue
    const id = passages.push({ kind: 'error', lesson, text, example: null }) - 1
    index.add({ id, ...NAMELESS, text: words, code: '' })
    if (error) errors.set(id, error)
  }

  function found(asked: string, how: SearchOptions): readonly Found[] {
    const text = asked.slice(0, MOST.characters)
    const given = [...new Set(words(text).map(stem))].slice(0, MOST.words)
    const alike = [...new Set(given.flatMap((word) => LIKE.get(word) ?? []))]
    const scores = new Map<number, number>()
    const count = (id: number, score: number) => scores.set(id, (scores.get(id) ?? 0) + score)
    for (const { id, score } of index.search(given.join(' '), how)) count(id, score / given.length)
    for (const { id, score } of index.search(alike.join(' '), EXACTLY)) {
      count(id, (ALIKE * score) / given.length)
    }
    const lines = text.split('\n').map((line) => line.trim())
    const met = new Set(
      [...errors].flatMap(([id, error]) => (lines.some((line) => error.test(line)) ? [id] : [])),
    )
    for (const id of met) count(id, PASTED)
    return [...scores]
      .flatMap(([id, score]) => {
        const passage = passages[id]
        if (!passage) return []
        const isTold = passage.kind !== 'error' || met.has(id)
        return [{ passage, isTold, score: score * KINDS[passage.kind] }]
      })
      .toSorted((a, b) => b.score - a.score)
  }

  return {
    lessons(...texts) {
      const lessons = grouped(texts.flatMap((text) => found(text, NEARLY)))
      return (lessons[0]?.score ?? 0) < LEAST_SCORE ? [] : lessons
    },
  }
}

const NAMELESS = { title: '', also: '', asked: '' }

function entry(passage: Passage, id: number): Entry {
  const { kind, lesson, text, example } = passage
  const { title, also, asked = '' } = kind === 'aim' ? lesson : NAMELESS
  return { id, title, also: `${also} ${asked}`, text, code: example?.code ?? '' }
}

/** Groups passages by lesson. A passage found by two texts counts twice. */
function grouped(found: readonly Found[]): readonly FoundLesson[] {
  const lessons = Map.groupBy(found, ({ passage }) => passage.lesson)
  return [...lessons]
    .map(([lesson, all]) => {
      const [best = 0, ...others] = all.map(({ score }) => score).toSorted((a, b) => b - a)
      const further = others.slice(0, FURTHER.passages).reduce((sum, each) => sum + each, 0)
      const score = best + FURTHER.weight * further
      const told = new Set(all.flatMap(({ passage, isTold }) => (isTold ? [passage] : [])))
      const answers = all.filter(({ passage, isTold }) => isTold && isAnswer(passage))
      const bestAnswer = Math.max(0, ...answers.map(({ score }) => score))
      return { lesson, score, passages: [...told], bestAnswer }
    })
    .toSorted((a, b) => b.score - a.score)
}
