/** What the store asks of a database. `sqlite.ts` and `postgres.ts` are the two. */
import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * A piece of writing: its statements are done all or not at all. It may be made to wait for others,
 * so it does nothing but ask the database, and only through the `db` it is given.
 */
export type Work<Result> = (db: Kysely<Schema>) => Promise<Result>

/** Where an area of the store reads and writes. */
export type Access = Readonly<{
  kind: 'sqlite' | 'postgres'
  read: Kysely<Schema>
  /** Resolves once the work is on the disk; rejects with what it threw, and then nothing of it was done. */
  write<Result>(work: Work<Result>): Promise<Result>
  /** As `write`, but does not wait for the disk: a power cut may take the last of it, whole, and nothing else. */
  relaxed<Result>(work: Work<Result>): Promise<Result>
}>

export type Database = Access &
  Readonly<{
    /** As `write`, and no other process does the same meanwhile. */
    exclusive<Result>(work: Work<Result>): Promise<Result>
    /** Writes something without waiting for the disk; rejects where nothing can be written now. */
    ping(): Promise<void>
    /** Copies everything as it is at one moment into a new or empty file; null where that is another program's work. */
    backup: ((file: string) => Promise<void>) | null
    close(): Promise<void>
  }>

/** Hears how long each statement took, ms. */
export type OnAsked = (ms: number) => void

/** The database cannot be opened, or not by this program. The message is for whoever runs Overlap. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}
