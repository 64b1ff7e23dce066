/** Every question as it may be shown: one for each of its variants. */
import { loadLessons, type Question } from '../../lessons/lessons.ts'

const { lessons } = await loadLessons()

export const VERSIONS: readonly Question[] = lessons
  .flatMap(({ questions }) => questions)
  .flatMap(({ lesson, place, variants }) =>
    variants.map((variant) => ({ ...variant, lesson, place, variants })),
  )
