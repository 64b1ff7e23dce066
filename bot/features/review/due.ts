/** Which of a person's questions come back now, and when the next one does. */
import type { Catalogue, Question } from '../../../lessons/lessons.ts'
import { questionsOf } from '../quiz/solo/session.ts'

export type DueReviews = Readonly<{
  /** The longest due first. */
  due: readonly Readonly<{ question: Question; due: number }>[]
  /** When the first of all comes back, or came back, epoch ms; null where there is none. */
  first: number | null
}>

/** `dues` as the store has them; questions that have left the lessons come back no more. */
export function dueReviews(
  catalogue: Catalogue,
  dues: readonly Readonly<{ question: string; due: number }>[],
  now: number,
): DueReviews {
  const ids = dues.map(({ question }) => question)
  const byId = new Map(questionsOf(catalogue, ids).map((question) => [question.id, question]))
  const all = dues.flatMap(({ question: id, due }) => {
    const question = byId.get(id)
    return question ? [{ question, due }] : []
  })
  return { due: all.filter(({ due }) => due <= now), first: all[0]?.due ?? null }
}
