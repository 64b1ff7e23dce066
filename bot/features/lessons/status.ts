/** A person's status for each lesson. */
import type { Lesson } from '../../../lessons/lessons.ts'
import type { PersonId } from '../../core/keys.ts'
import type { Store } from '../../store/store.ts'

export type LessonStatus = 'new' | 'opened' | 'done'

export const DONE_RULE =
  'A lesson is done when you pass its challenge, or answer each of its questions correctly once.'

/** A person's status for each of the lessons, by lesson number. */
export async function standings(
  lessons: readonly Lesson[],
  person: PersonId,
  store: Pick<Store, 'lessons' | 'answers' | 'challenges'>,
): Promise<ReadonlyMap<number, LessonStatus>> {
  const [progress, tallies, results] = await Promise.all([
    store.lessons.of(person),
    store.answers.tallies(person),
    store.challenges.of(person),
  ])
  const opened = new Set(progress.map(({ lesson }) => lesson))
  const done = new Set(progress.filter(({ doneAt }) => doneAt !== null).map(({ lesson }) => lesson))
  const right = new Set(
    tallies.filter(({ correct }) => correct > 0).map(({ question }) => question),
  )
  const passed = new Set(
    results.filter(({ passedAt }) => passedAt !== null).map(({ challenge }) => challenge),
  )
  return new Map(
    lessons.map((lesson) => {
      const { number, slug, questions } = lesson
      const isDone =
        done.has(slug) || passed.has(slug) || questions.every(({ id }) => right.has(id))
      return [number, isDone ? 'done' : opened.has(slug) ? 'opened' : 'new']
    }),
  )
}
