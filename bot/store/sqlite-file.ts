/**
 * A connection to the file at a path. A file deleted or replaced while it is open would still accept writes, and lose
 * them.
 */
import { rmSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import Sqlite from 'better-sqlite3'
import { privateFile, restrict } from '../lib/data-folder.ts'
import { MIGRATIONS } from './migrations.ts'

/** Statements prepared on it run on the file that is now at the path. */
export type SqliteFile = Pick<Sqlite.Database, 'prepare' | 'close'> &
  Readonly<{
    /** Durability until it is set again. A file that replaces this one waits for the disk (`FULL`). */
    setSynchronous(level: 'FULL' | 'NORMAL'): void
    /** Throws when the connection's file is no longer the one at the path, so that what was written is lost. */
    check(): void
  }>

type Options = Readonly<{
  /** The longest wait for other processes while opening, and later for each statement, ms. */
  openMs: number
  blockMs: number
  /** Called when another file was found at the path and is used from now on. */
  onReplaced(news: Error): void
}>

/**
 * Opens `path`, or memory for `:memory:`. Between transactions, it switches to another file put there, such as a
 * restored backup, if that has the same schema.
 *
 * @throws {Sqlite.SqliteError} The file can't be opened; later, with `SQLITE_READONLY_DBMOVED`, it no longer exists.
 */
export function openFile(path: string, options: Options): SqliteFile {
  if (path !== MEMORY) privateFile(path)
  let connection = new Sqlite(path, { timeout: options.openMs })
  let opened = prepared()

  function prepared() {
    // SQLite gives its log and index files the mode of the database file.
    for (const each of [path, path + LOG, path + INDEX]) restrict(each, 0o600)
    connection.pragma('journal_mode = WAL')
    connection.pragma('foreign_keys = ON')
    connection.pragma(`busy_timeout = ${options.blockMs}`)
    // The first read creates the log and its index, which stay until the last connection is closed.
    connection.prepare('select count(*) from sqlite_schema').get()
    return { file: fileAt(path), log: fileAt(path + LOG), index: fileAt(path + INDEX) }
  }

  const gone = () => moved(`${basename(path)} is gone`)

  function check(): void {
    if (fileAt(path) !== opened.file) throw gone()
    if (fileAt(path + LOG) !== opened.log) {
      // Its connections still have it open; the last one to close writes the log into the file.
      throw moved(`${basename(path)}${LOG} is gone; stop Overlap to save what was in it`)
    }
  }

  function follow(): void {
    if (connection.inTransaction) return
    const found = fileAt(path)
    if (found === opened.file && connection.open) return
    if (found === null) throw gone()
    reopen()
  }

  function reopen(): void {
    leave()
    try {
      connection = new Sqlite(path, { timeout: options.blockMs, fileMustExist: true })
      const version = connection.prepare('select version from schema_version').pluck().get()
      if (version !== MIGRATIONS.length) throw new Error(`its schema is ${version}`)
      opened = prepared()
    } catch (cause) {
      connection.close()
      throw moved(`another file is at ${basename(path)}, and it cannot be used`, cause)
    }
    options.onReplaced(
      new Error(`${basename(path)} was replaced; the new file is used from now on`),
    )
  }

  /** Confirmed writes go into the old file, wherever it is. Otherwise its log would be applied to the new one. */
  function leave(): void {
    if (!connection.open) return
    try {
      connection.pragma('wal_checkpoint(TRUNCATE)')
    } catch {
      // The disk of the old file may be gone too.
    }
    connection.close()
    if (fileAt(path + LOG) === opened.log) rmSync(path + LOG, { force: true })
    if (fileAt(path + INDEX) === opened.index) rmSync(path + INDEX, { force: true })
  }

  return {
    prepare: (source: string) => {
      follow()
      return connection.prepare(source)
    },
    setSynchronous: (level) => {
      if (connection.open) connection.pragma(`synchronous = ${level}`)
    },
    check,
    close: () => connection.close(),
  }
}

const MEMORY = ':memory:'
const LOG = '-wal'
const INDEX = '-shm'

/** Identifies a file among all that are or were at its path while it is open; null where there is none. */
function fileAt(path: string): string | null {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false })
    return found ? `${found.dev}:${found.ino}` : null
  } catch {
    return null
  }
}

function moved(message: string, cause?: unknown): Error {
  const error = new Sqlite.SqliteError(message, 'SQLITE_READONLY_DBMOVED')
  return Object.assign(error, cause === undefined ? {} : { cause })
}
