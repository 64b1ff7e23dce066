/** Schedules reviews: spaced repetition with FSRS, rated by the answer and its time. */
import { type Card, createEmptyCard, fsrs, Rating } from 'ts-fsrs'
import type { Question } from '../../../lessons/lessons.ts'
import type { Review, ReviewCard } from '../../store/reviews.ts'

/** Without fuzz, the same answers give the same dates in every process. Without short-term steps, reviews are days apart. */
const scheduler = fsrs({ enable_short_term: false, enable_fuzz: false })

export const RATINGS = ['again', 'hard', 'good', 'easy'] as const
export type Rated = (typeof RATINGS)[number]

const GRADES = {
  again: Rating.Again,
  hard: Rating.Hard,
  good: Rating.Good,
  easy: Rating.Easy,
} as const

/** Reading time per word. Brysbaert 2019: adults read about 240 words a minute silently; code is slower. */
const WORD_MS = 300
/** Time to find the button. */
const PRESS_MS = 3000
/** Above this multiple of the reading time, the answer counts as hard. */
const HARD = 4

/**
 * Rates an answer (`takenMs` in ms): wrong is “again”; right is “easy” within the reading time, “hard” after four
 * times that, otherwise “good”.
 */
export function ratingOf(question: Question, correct: boolean, takenMs: number): Rated {
  if (!correct) return 'again'
  const readMs = PRESS_MS + wordsOf(question) * WORD_MS
  if (takenMs <= readMs) return 'easy'
  return takenMs > HARD * readMs ? 'hard' : 'good'
}

/** The review after an answer at `at` (epoch ms). `last`: the previous review, if there is one. */
export function reviewed(question: string, last: Review | null, rated: Rated, at: number): Review {
  const before = last?.card ?? null
  return { question, card: next(before, rated, at), before }
}

/** The review as if the last answer had been given this rating in the first place. */
export function rerated({ question, card, before }: Review, rated: Rated): Review {
  return { question, card: next(before, rated, card.lastReview ?? card.due), before }
}

function next(before: ReviewCard | null, rated: Rated, at: number): ReviewCard {
  // Group answers are recorded after the reveal, when a later answer may already be stored; FSRS throws on negative intervals.
  const now = new Date(Math.max(at, before?.lastReview ?? at))
  const card = before ? cardOf(before) : createEmptyCard(now)
  return kept(scheduler.next(card, now, GRADES[rated]).card)
}

function cardOf({ due, scheduledDays, learningSteps, lastReview, ...same }: ReviewCard): Card {
  return {
    ...same,
    due: new Date(due),
    // Deprecated and ignored by FSRS 5, which computes the days from `last_review`.
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

/**
 * Words to read before answering. The previous question's explanation is above this one; its length is estimated by
 * this one's own.
 */
function wordsOf(question: Question): number {
  const options = 'options' in question ? question.options.map(({ text }) => text) : []
  const lines = question.kind === 'order' ? question.lines : []
  const code = 'code' in question ? (question.code ?? '') : ''
  const { question: asked, explanation } = question
  const text = [explanation, asked, code, ...options, ...lines].join(' ')
  return text.split(/\s+/).filter(Boolean).length
}
