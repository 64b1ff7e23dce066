/** Counts the learning material by kind. */
import type { Catalogue } from '../../../lessons/lessons.ts'
import { count } from '../../lib/text/quantities.ts'

/** Returns a summary of all lessons, one line per kind of material. */
export function countsOf({ lessons }: Catalogue): readonly string[] {
  const questions = lessons.flatMap(({ questions }) => questions)
  const kinds = Map.groupBy(questions, ({ kind }) => kind)
  const byKind = [...kinds].map(([kind, { length }]) => `${length} ${kind}`)
  const varied = questions.filter(({ variants }) => variants.length > 1)
  const levels = [1, 2, 3].map((wanted) => questions.filter(({ level }) => level === wanted).length)
  return [
    count(lessons.length, 'lesson'),
    count(lessons.flatMap(({ examples }) => examples).length, 'example'),
    `${count(questions.length, 'question')}: ${byKind.join(', ')}`,
    `of levels 1, 2 and 3: ${levels.join(', ')}; ${varied.length} with variants`,
    count(lessons.filter(({ exercise }) => exercise).length, 'challenge'),
    count(lessons.flatMap(({ tips }) => tips).length, 'tip'),
  ]
}
