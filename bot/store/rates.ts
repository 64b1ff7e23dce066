/** Token buckets shared by all processes. A bucket is stored as the time when it will be full again. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Bucket } from '../core/rates.ts'
import type { Access } from './database.ts'

/** Queries for the token buckets of the rate limits. */
export function rates({ kind, read, relaxed }: Access) {
  /**
   * Takes a token from each bucket and returns 0, or takes none and returns the ms to wait. A single statement decides,
   * so that no two requests or processes take the same token. It doesn't wait for the disk: a power failure loses at
   * most a minute's tokens.
   */
  async function take(buckets: readonly Bucket[], now: number): Promise<number> {
    const rows = buckets.map(rowOf)
    const taken = await relaxed(async (db) => (await statement(rows, now).execute(db)).rows.length)
    if (taken === rows.length) return 0
    await shorten(rows, now)
    const waits = await Promise.all(rows.map((row) => waitMs(row, now)))
    return Math.max(1, ...waits)
  }

  function statement(rows: readonly Row[], now: number) {
    const wanted = sql.join(rows.map(valuesOf))
    // On PostgreSQL, a concurrent request waits here and then sees what the first one took. SQLite has a single writer.
    const lock = sql.raw(kind === 'postgres' ? 'order by r.bucket for update of r' : '')
    const most = sql.raw(kind === 'postgres' ? 'greatest' : 'max')
    return sql<{ bucket: string }>`
      with wanted (bucket, token_ms, room_ms) as (values ${wanted}),
      held as (
        select r.bucket, r.full_at, w.room_ms from rate_buckets r join wanted w on w.bucket = r.bucket ${lock}
      )
      insert into rate_buckets (bucket, full_at)
      select bucket, ${now} + token_ms from wanted
      where not exists (select 1 from held where full_at > ${now} + room_ms)
      order by bucket
      on conflict (bucket) do update
      set full_at = ${most}(rate_buckets.full_at, ${now}) + excluded.full_at - ${now}
      where rate_buckets.full_at <= ${now} + (select room_ms from wanted w where w.bucket = excluded.bucket)
      returning bucket`
  }

  /** Shortens buckets that are further from full than possible, which happens after the clock was set back. */
  async function shorten(rows: readonly Row[], now: number): Promise<void> {
    const waits = await Promise.all(rows.map((row) => waitMs(row, now)))
    const tooLong = rows.filter(({ tokenMs }, index) => (waits[index] ?? 0) > tokenMs)
    if (tooLong.length === 0) return
    await relaxed(async (db) => {
      for (const { bucket, tokenMs, roomMs } of tooLong) {
        const latest = now + roomMs + tokenMs
        await db
          .updateTable('rate_buckets')
          .set({ full_at: latest })
          .where('bucket', '=', bucket)
          .where('full_at', '>', latest)
          .execute()
      }
    })
  }

  async function waitMs({ bucket, roomMs }: Row, now: number): Promise<number> {
    const row = await read
      .selectFrom('rate_buckets')
      .select('full_at')
      .where('bucket', '=', bucket)
      .executeTakeFirst()
    return row ? row.full_at - now - roomMs : 0
  }

  /** Deletes full buckets. */
  async function forget(now: number): Promise<void> {
    await relaxed((db) => db.deleteFrom('rate_buckets').where('full_at', '<=', now).execute())
  }

  return { take, forget }
}

/**
 * `bucket` is a hash of the key, kept only until it is full. A token is available while it will be full within
 * `roomMs`.
 */
type Row = Readonly<{ bucket: string; tokenMs: number; roomMs: number }>

const HASH_LENGTH = 22

function rowOf({ key, burst, perMinute }: Bucket): Row {
  const bucket = createHash('sha256').update(key).digest('base64url').slice(0, HASH_LENGTH)
  const tokenMs = 60_000 / perMinute
  return { bucket, tokenMs, roomMs: (burst - 1) * tokenMs }
}

function valuesOf({ bucket, tokenMs, roomMs }: Row) {
  return sql`(cast(${bucket} as text), cast(${tokenMs} as double precision), cast(${roomMs} as double precision))`
}
