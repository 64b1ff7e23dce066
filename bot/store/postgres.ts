/** PostgreSQL, for larger installations. It groups commits by itself. */
import { type Dialect, Kysely, PostgresDialect, sql } from 'kysely'
import { Pool, types } from 'pg'
import type { Database, OnAsked } from './database.ts'
import type { Schema } from './schema.ts'

/** Opens a connection pool. `onLost` is called when an idle connection breaks; the next use opens a new one. */
export function openPostgres(
  url: string,
  onLost: (error: Error) => void,
  onAsked?: OnAsked,
): Database {
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: CONNECTION_MS,
    types: {
      getTypeParser: (type, format) => (type === INT8 ? Number : types.getTypeParser(type, format)),
    },
  })
  pool.on('error', onLost)
  // A connection that breaks in use rejects its query; without a listener, its error event would end the process.
  pool.on('connect', (client) => void client.on('error', () => {}))
  return postgresDatabase(new PostgresDialect({ pool }), onAsked)
}

/** Timeout for getting a connection from the pool or the server, ms. */
const CONNECTION_MS = 10_000

/** Type id of `bigint`, which `pg` returns as text by default. Ours are times and counts, all below 2⁵³. */
const INT8 = 20

/** Creates a `Database` on any Kysely dialect for PostgreSQL. */
export function postgresDatabase(dialect: Dialect, onAsked: OnAsked = () => {}): Database {
  const db = new Kysely<Schema>({
    dialect,
    log: (event) => onAsked(event.queryDurationMillis),
  })
  const write: Database['write'] = (work) => patiently(() => db.transaction().execute(work))
  const relaxed: Database['relaxed'] = (work) =>
    write(async (transaction) => {
      await sql`set local synchronous_commit = off`.execute(transaction)
      return work(transaction)
    })
  return {
    kind: 'postgres',
    read: db,
    write,
    relaxed,
    exclusive: (work) =>
      write(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${OVERLAP_LOCK}::bigint)`.execute(transaction)
        return work(transaction)
      }),
    ping: () =>
      relaxed(async (db) => {
        await sql`update schema_version set version = version`.execute(db)
      }),
    backup: null,
    close: () => db.destroy(),
  }
}

/** An arbitrary lock number: the letters "overla". */
const OVERLAP_LOCK = 0x6f_76_65_72_6c_61

/** Retries a transaction; a failed attempt was rolled back. */
async function patiently<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt()
    } catch (error) {
      const { code = '' } = error as { code?: string }
      if (attempts === ATTEMPTS || !PASSING.has(code)) throw error
    }
  }
}

const ATTEMPTS = 4
/** Deadlock, serialization failure, and a person whose data is being deleted concurrently. */
const PASSING: ReadonlySet<string> = new Set(['40P01', '40001', '23503'])
