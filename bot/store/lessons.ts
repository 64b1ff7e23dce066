/** Which lessons each person has opened and completed. */

import { type NamedPerson, type PersonId, personKey } from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'

/** Epoch ms of the first time; `doneAt` is null until the lesson is done. */
export type LessonProgress = Readonly<{ lesson: string; openedAt: number; doneAt: number | null }>

/** Queries for lesson progress. */
export function lessons({ read, write }: Access) {
  async function opened(person: NamedPerson, lesson: string, at: number): Promise<void> {
    await write(async (db) => {
      const key = await upsertPerson(db, person, at)
      await db
        .insertInto('lesson_progress')
        .values({ person: key, lesson, opened_at: at, done_at: null })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    })
  }

  /** Marks a lesson as done, and keeps the time it was first done. */
  async function done(person: NamedPerson, lesson: string, at: number): Promise<void> {
    await write(async (db) => {
      const key = await upsertPerson(db, person, at)
      await db
        .insertInto('lesson_progress')
        .values({ person: key, lesson, opened_at: at, done_at: at })
        .onConflict((conflict) =>
          conflict
            .columns(['person', 'lesson'])
            .doUpdateSet({ done_at: at })
            .where('lesson_progress.done_at', 'is', null),
        )
        .execute()
    })
  }

  async function of(person: PersonId): Promise<readonly LessonProgress[]> {
    return read
      .selectFrom('lesson_progress')
      .select(['lesson', 'opened_at as openedAt', 'done_at as doneAt'])
      .where('person', '=', personKey(person))
      .orderBy('opened_at')
      .execute()
  }

  return { opened, done, of }
}
