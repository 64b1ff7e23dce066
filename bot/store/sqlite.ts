/** The embedded database: one file, or memory for tests. */
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { privateFolder } from '../lib/data-folder.ts'
import type { Database, OnAsked, Work } from './database.ts'
import { groupCommit } from './group-commit.ts'
import type { Schema } from './schema.ts'
import { openFile, type SqliteFile } from './sqlite-file.ts'

/**
 * Opens an SQLite file, or a database in memory for `:memory:`. Creates its folder, readable by the owner only.
 * `onLost` is called when the file was replaced while it was open.
 */
export function openSqlite(
  file: string,
  onLost: (error: Error) => void = () => {},
  onAsked: OnAsked = () => {},
): Database {
  if (file !== ':memory:') privateFolder(dirname(file))
  const database = openFile(file, { ...BUSY, onReplaced: onLost })
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database }),
    log: (event) => onAsked(event.queryDurationMillis),
  })
  /**
   * FULL: confirmed writes survive a power failure. NORMAL may lose the latest ones, but keeps this file's log intact.
   */
  const within =
    (synchronous: 'FULL' | 'NORMAL') =>
    <Result>(work: Work<Result>) =>
      immediately(db, work, database, synchronous)
  const exclusive = within('FULL')
  const { write, relaxed } = groupCommit({ write: exclusive, relaxed: within('NORMAL') })
  return {
    kind: 'sqlite',
    read: db,
    write,
    relaxed,
    exclusive,
    // Writes a page without changing anything; an `update` to the same value wouldn't.
    ping: () => relaxed(async (db) => void (await sql`pragma user_version = 0`.execute(db))),
    backup: async (target) => void (await sql`vacuum into ${target}`.execute(db)),
    close: () => db.destroy(),
  }
}

/**
 * Runs a transaction that takes the write lock first. One that starts by reading would fail at its first write,
 * without waiting, when another process has written in between.
 */
function immediately<Result>(
  db: Kysely<Schema>,
  work: Work<Result>,
  file: SqliteFile,
  synchronous: 'FULL' | 'NORMAL',
): Promise<Result> {
  return db.connection().execute(async (connection) => {
    file.setSynchronous(synchronous)
    await begin(connection)
    try {
      file.check()
      const result = await work(connection)
      await sql`commit`.execute(connection)
      file.check()
      return result
    } catch (error) {
      await sql`rollback`.execute(connection).catch(() => {})
      throw error
    }
  })
}

/** Waits for another process without blocking this one's other work. */
async function begin(connection: Kysely<Schema>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await sql`begin immediate`.execute(connection)
      return
    } catch (error) {
      const { code } = error as { code?: string }
      if (code !== 'SQLITE_BUSY' || attempt === BUSY.attempts) throw error
      await setTimeout(BUSY.pauseMs)
    }
  }
}

/** How long to wait for another process, such as `overlap data delete`, which needs a few ms. */
const BUSY = { openMs: 10_000, blockMs: 20, pauseMs: 10, attempts: 400 } as const
