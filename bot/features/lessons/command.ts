/** Lists the lessons with the asker's progress, or shows one of them. */
import { z } from 'zod'
import type { Catalogue } from '../../../lessons/lessons.ts'
import type { Clock } from '../../core/clock.ts'
import { type Command, type Commands, command, type OptionMeta } from '../../core/command.ts'
import type { Store } from '../../store/store.ts'
import { findLesson } from './find.ts'
import { lessonList } from './list.ts'
import { lessonPage } from './page.ts'
import { standings } from './status.ts'
import { suggestLessons } from './suggest.ts'

const options = z.strictObject({
  name: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'Number or name of a lesson', rest: true } satisfies OptionMeta),
})

export type LessonDeps = Readonly<{
  catalogue: Catalogue
  /** Returns all commands; a lesson links to its quiz and challenge if those exist. */
  commands: () => Commands
  store: Pick<Store, 'answers' | 'challenges' | 'lessons'>
  clock: Clock
}>

/**
 * Declares `/lesson`: lists all lessons, or shows one and records that it was opened.
 *
 * @example In chat
 * /lesson 7
 */
export function lessonCommand({ catalogue, commands, store, clock }: LessonDeps): Command {
  return command({
    name: 'lesson',
    summary: 'Read a lesson, or list them all with your progress',
    options,
    complete: { name: async (typed) => suggestLessons(catalogue.lessons, typed) },
    async *answer({ name = '' }, { request: { person } }) {
      if (name.trim() === '') {
        yield lessonList(catalogue, await standings(catalogue.lessons, person, store))
        return
      }
      const lesson = findLesson(catalogue, name)
      await store.lessons.opened(person, lesson.slug, clock())
      const isDone = (await standings([lesson], person, store)).get(lesson.number) === 'done'
      yield lessonPage(lesson, isDone, catalogue, commands())
    },
  })
}
