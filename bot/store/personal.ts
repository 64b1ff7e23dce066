/** Exports and deletes everything that is kept about one person, as privacy law requires. */

import { type PersonId, personKey } from '../core/keys.ts'
import type { Access } from './database.ts'
import type { Schema } from './schema.ts'

/** The columns that name the person, in each table that has one. */
const PERSONAL_TABLES = {
  people: ['person'],
  lesson_progress: ['person'],
  answers: ['person'],
  review_cards: ['person'],
  challenge_results: ['person'],
  quiz_runs: ['host'],
  quiz_answers: ['person'],
  points: ['person'],
  counted_questions: ['person'],
  replies: ['person'],
  exchanges: ['person'],
  votes: ['person'],
  disputes: ['person'],
  model_use: ['person'],
  workspace_admins: ['person'],
  page_admins: ['person'],
  audit_log: ['person', 'subject'],
  tip_schedules: ['person'],
} as const satisfies Partial<Record<keyof Schema, readonly string[]>>

type PersonalTable = keyof typeof PERSONAL_TABLES

/** All rows that mention the person, by table. */
export type PersonalData = Readonly<Record<PersonalTable, readonly unknown[]>>

/** Exports or deletes everything that is kept about one person. */
export function personal({ read, write }: Access) {
  /** Returns all data about a person; null when there is none. */
  async function exported(person: PersonId): Promise<PersonalData | null> {
    const key = personKey(person)
    const tables = Object.entries(PERSONAL_TABLES) as [PersonalTable, readonly string[]][]
    const rows = await Promise.all(
      tables.map(async ([table, columns]) => [table, await rowsOf(table, columns, key)]),
    )
    const data = Object.fromEntries(rows) as PersonalData
    return data.people.length === 0 ? null : data
  }

  /** Rows that mention the person; other people in them are left out. */
  async function rowsOf(table: PersonalTable, columns: readonly string[], key: string) {
    const rows: readonly object[] = await read
      .selectFrom(table)
      .selectAll()
      .where(({ or, eb }) => or(columns.map((each) => eb(read.dynamic.ref<never>(each), '=', key))))
      .execute()
    const entries = rows.map((row) =>
      Object.entries(row).map(([name, value]) => [
        name,
        columns.includes(name) && value !== key ? null : value,
      ]),
    )
    return entries.map((row) => Object.fromEntries(row))
  }

  /** Deletes all data about a person. A quiz they host continues without a host. Returns false when there was none. */
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
