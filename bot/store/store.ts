/** What outlives a restart. One module an area; each function is done all or not at all. */
import { resolve } from 'node:path'
import { answers } from './answers.ts'
import { challenges } from './challenges.ts'
import type { Access, Database } from './database.ts'
import { events } from './events.ts'
import { lessons } from './lessons.ts'
import { migrate } from './migrate.ts'
import { people } from './people.ts'
import { personal } from './personal.ts'
import { points } from './points.ts'
import { openPostgres } from './postgres.ts'
import { quizzes } from './quizzes.ts'
import { reviews } from './reviews.ts'
import { settings } from './settings.ts'
import { openSqlite } from './sqlite.ts'

export type Areas = ReturnType<typeof areas>

export type Store = Areas &
  Readonly<{
    /**
     * Does several things all or not at all: what `work` throws takes everything back. Many share one
     * transaction, so inside it wait for nothing but the areas it is given, and never use the store itself.
     */
    together<Result>(work: (areas: Areas) => Promise<Result>): Promise<Result>
    /** Copies everything as it is at one moment into a new file. SQLite only. */
    backup(file: string): Promise<void>
    close(): Promise<void>
  }>

type Where = Readonly<{
  /** Of PostgreSQL; null for SQLite in `dataDir`. */
  databaseUrl: string | null
  dataDir: string
}>

/** Throws a `NewerDatabase`, or what the database says when it cannot be opened. */
export async function openStore(where: Where, onLost: (error: Error) => void): Promise<Store> {
  return storeOn(
    where.databaseUrl === null
      ? openSqlite(databaseFile(where.dataDir))
      : openPostgres(where.databaseUrl, onLost),
  )
}

/** Brings the database to the present schema first. */
export async function storeOn(database: Database): Promise<Store> {
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    throw error
  }
  return {
    ...areas(database),
    together: (work) =>
      database.write((db) =>
        work(areas({ kind: database.kind, read: db, write: (nested) => nested(db) })),
      ),
    backup: database.backup,
    close: database.close,
  }
}

function areas(access: Access) {
  return {
    people: people(access),
    lessons: lessons(access),
    answers: answers(access),
    reviews: reviews(access),
    challenges: challenges(access),
    quizzes: quizzes(access),
    points: points(access),
    events: events(access),
    settings: settings(access),
    personal: personal(access),
  }
}

const CHECKOUT = resolve(import.meta.dirname, '../..')

function databaseFile(dataDir: string): string {
  return resolve(CHECKOUT, dataDir, 'overlap.db')
}
