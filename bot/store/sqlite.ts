/** The embedded database: one file, or memory for tests. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect, sql } from 'kysely'
import type { Database, Work } from './database.ts'
import { grouped } from './grouped.ts'
import type { Schema } from './schema.ts'

/** Another process, such as `overlap data delete`, holds the file for much less. */
const BUSY_MS = 10_000

/** A `file` of `:memory:` is none. Makes its folder, which only the owner may read. */
export function openSqlite(file: string): Database {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const connection = new Sqlite(file, { timeout: BUSY_MS })
  connection.pragma('journal_mode = WAL')
  // What was confirmed survives a power cut.
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: connection }) })
  const exclusive = <Result>(work: Work<Result>) => immediately(db, work)
  return {
    kind: 'sqlite',
    read: db,
    write: grouped(exclusive),
    exclusive,
    backup: async (target) => void (await sql`vacuum into ${target}`.execute(db)),
    close: () => db.destroy(),
  }
}

/**
 * A transaction that takes the write lock first. One that begins by reading fails at its first write,
 * without waiting, when another process has written in between.
 */
function immediately<Result>(db: Kysely<Schema>, work: Work<Result>): Promise<Result> {
  return db.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection)
    try {
      const result = await work(connection)
      await sql`commit`.execute(connection)
      return result
    } catch (error) {
      await sql`rollback`.execute(connection).catch(() => {})
      throw error
    }
  })
}
