/** Records an answer once, wherever it was given, and schedules the question's next review. */
import type { Question } from '../../../lessons/lessons.ts'
import type { NamedPerson } from '../../core/keys.ts'
import type { Answer } from '../../store/answers.ts'
import type { Areas } from '../../store/store.ts'
import { type Rated, ratingOf, reviewed } from '../review/repetition.ts'

/** How the answer was rated, and when the question is due again, epoch ms. */
export type Recorded = Readonly<{ rated: Rated; due: number }>

/**
 * Records an answer; call it within `together`, in one transaction. Null if the answer was recorded before; nothing
 * changes then.
 */
export async function recordAnswer(
  { answers, reviews }: Pick<Areas, 'answers' | 'reviews'>,
  person: NamedPerson,
  question: Question,
  given: Omit<Answer, 'question'>,
): Promise<Recorded | null> {
  if (!(await answers.add(person, { ...given, question: question.id }))) return null
  const rated = ratingOf(question, given.correct, given.takenMs)
  const review = reviewed(question.id, await reviews.find(person, question.id), rated, given.at)
  await reviews.put(person, review, given.at)
  return { rated, due: review.card.due }
}
