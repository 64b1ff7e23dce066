/** Everything that is kept about one person, given out or deleted, as privacy law asks. */
import type { Access } from './database.ts'
import { type PersonId, personKey } from './keys.ts'
import type { Schema } from './schema.ts'

/** The column that names the person, in each table that has one. */
const PERSONAL_TABLES = {
  people: 'person',
  lesson_progress: 'person',
  answers: 'person',
  review_cards: 'person',
  challenge_results: 'person',
  quiz_runs: 'host',
  quiz_answers: 'person',
  points: 'person',
  counted_questions: 'person',
  replies: 'person',
} as const satisfies Partial<Record<keyof Schema, string>>

type PersonalTable = keyof typeof PERSONAL_TABLES

/** All rows with the person in them, by table. */
export type PersonalData = Readonly<Record<PersonalTable, readonly unknown[]>>

export function personal({ read, write }: Access) {
  /** Null when nothing is kept. */
  async function exported(person: PersonId): Promise<PersonalData | null> {
    const key = personKey(person)
    const tables = Object.entries(PERSONAL_TABLES) as [PersonalTable, 'person' | 'host'][]
    const rows = await Promise.all(
      tables.map(async ([table, column]) => [
        table,
        await read
          .selectFrom(table)
          .selectAll()
          .where(read.dynamic.ref<never>(column), '=', key)
          .execute(),
      ]),
    )
    const data = Object.fromEntries(rows) as PersonalData
    return data.people.length === 0 ? null : data
  }

  /** A quiz that the person hosts goes on without a host. False when nothing was kept. */
  async function deleted(person: PersonId): Promise<boolean> {
    return write(async (db) => {
      const { numDeletedRows } = await db
        .deleteFrom('people')
        .where('person', '=', personKey(person))
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    })
  }

  return { exported, deleted }
}
