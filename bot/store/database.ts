/** The database interface of the store, implemented by `sqlite.ts` and `postgres.ts`. */
import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * The body of a transaction, which is atomic. Others may have to wait for it, so it must await nothing but the database,
 * and only through the `db` it is given.
 */
export type Work<Result> = (db: Kysely<Schema>) => Promise<Result>

/** Database access of one area of the store. */
export type Access = Readonly<{
  kind: 'sqlite' | 'postgres'
  read: Kysely<Schema>
  /** Runs `work` in a transaction. Resolves once it is on disk; if it throws, nothing is written. */
  write<Result>(work: Work<Result>): Promise<Result>
  /** As `write`, but doesn't wait for the disk: a power failure may lose the latest transactions, each as a whole. */
  relaxed<Result>(work: Work<Result>): Promise<Result>
}>

export type Database = Access &
  Readonly<{
    /** As `write`, but excludes every other process that calls `exclusive`. */
    exclusive<Result>(work: Work<Result>): Promise<Result>
    /** Checks that the database can be written now, without waiting for the disk; rejects when it can't. */
    ping(): Promise<void>
    /** Copies a consistent snapshot into a new or empty file; null where another program does that. */
    backup: ((file: string) => Promise<void>) | null
    close(): Promise<void>
  }>

/** Called with the duration of each statement, ms. */
export type OnAsked = (ms: number) => void

/** The database can't be opened, or not by this version. The message is for the operator. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}
