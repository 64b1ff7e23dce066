/** Which lessons a person has opened and which are done. */

import { type NamedPerson, type PersonId, personKey } from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'

/** Epoch ms of the first time; null when not yet. */
export type LessonProgress = Readonly<{ lesson: string; openedAt: number; doneAt: number | null }>

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

  /** A lesson that is done stays so; the first time is kept. */
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
