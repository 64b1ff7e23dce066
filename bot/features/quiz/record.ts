/** An answer, wherever it was given: kept once, and the question comes back in its time. */
import type { Question } from '../../../lessons/lessons.ts'
import type { NamedPerson } from '../../core/keys.ts'
import type { Answer } from '../../store/answers.ts'
import type { Areas } from '../../store/store.ts'
import { type Rated, ratingOf, reviewed } from '../review/repetition.ts'

/** What the answer was taken for, and when the question comes back, epoch ms. */
export type Recorded = Readonly<{ rated: Rated; due: number }>

/** For inside `together`. Null when this answer is there already; then nothing changes. */
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
