/** When a question comes back: spaced repetition by FSRS, rated by how the answer was. */
import { type Card, createEmptyCard, fsrs, Rating } from 'ts-fsrs'
import type { Question } from '../../../lessons/lessons.ts'
import type { Review, ReviewCard } from '../../store/reviews.ts'

/** Without fuzz the same answers give the same dates, in every process; reviews are days apart. */
const scheduler = fsrs({ enable_short_term: false, enable_fuzz: false })

export const RATINGS = ['again', 'hard', 'good', 'easy'] as const
export type Rated = (typeof RATINGS)[number]

const GRADES = {
  again: Rating.Again,
  hard: Rating.Hard,
  good: Rating.Good,
  easy: Rating.Easy,
} as const

/** Brysbaert 2019: adults read some 240 words a minute in silence, and code is slower. */
const WORD_MS = 300
/** To find the button. */
const PRESS_MS = 3000
/** Who needs longer than this many times reading it has had to work it out. */
const HARD = 4

/** Wrong is again; right is easy within the time to read the question, hard after four times that, else good. */
export function ratingOf(question: Question, correct: boolean, takenMs: number): Rated {
  if (!correct) return 'again'
  const readMs = PRESS_MS + wordsOf(question) * WORD_MS
  if (takenMs <= readMs) return 'easy'
  return takenMs > HARD * readMs ? 'hard' : 'good'
}

/** The question's card after an answer at `at`, epoch ms; `last` is its review before, if there was one. */
export function reviewed(question: string, last: Review | null, rated: Rated, at: number): Review {
  const before = last?.card ?? null
  return { question, card: next(before, rated, at), before }
}

/** As if the last answer had been rated so at once. */
export function rerated({ question, card, before }: Review, rated: Rated): Review {
  return { question, card: next(before, rated, card.lastReview ?? card.due), before }
}

function next(before: ReviewCard | null, rated: Rated, at: number): ReviewCard {
  // A group's answers are known at its reveal, when a later one may be here already; FSRS throws at days below none.
  const now = new Date(Math.max(at, before?.lastReview ?? at))
  const card = before ? cardOf(before) : createEmptyCard(now)
  return kept(scheduler.next(card, now, GRADES[rated]).card)
}

function cardOf({ due, scheduledDays, learningSteps, lastReview, ...same }: ReviewCard): Card {
  return {
    ...same,
    due: new Date(due),
    // Deprecated and not read by FSRS 5: it takes the days from `last_review`.
    elapsed_days: 0,
    scheduled_days: scheduledDays,
    learning_steps: learningSteps,
    ...(lastReview === null ? {} : { last_review: new Date(lastReview) }),
  }
}

function kept(card: Card): ReviewCard {
  const { due, stability, difficulty, reps, lapses, state, last_review } = card
  return {
    due: due.getTime(),
    stability,
    difficulty,
    scheduledDays: card.scheduled_days,
    learningSteps: card.learning_steps,
    reps,
    lapses,
    state,
    lastReview: last_review?.getTime() ?? null,
  }
}

/** What is explained of the question before stands above this one, and is about as long as its own explanation. */
function wordsOf(question: Question): number {
  const options = 'options' in question ? question.options.map(({ text }) => text) : []
  const lines = question.kind === 'order' ? question.lines : []
  const code = 'code' in question ? (question.code ?? '') : ''
  const { question: asked, explanation } = question
  const text = [explanation, asked, code, ...options, ...lines].join(' ')
  return text.split(/\s+/).filter(Boolean).length
}
