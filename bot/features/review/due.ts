/** Which of a person's questions are due, and when the next one will be. */
import type { Catalogue, Question } from '../../../lessons/lessons.ts'
import { questionsOf } from '../quiz/solo/session.ts'

export type DueReviews = Readonly<{
  /** Longest due first. */
  due: readonly Readonly<{ question: Question; due: number }>[]
  /** When the earliest question is or was due, epoch ms; null if there is none. */
  first: number | null
}>

/** The due reviews. `dues`: as stored, earliest first. Questions that the lessons no longer have are left out. */
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
