/** Requests that were dealt with, so that what a platform delivers twice is done once. */
import { LRUCache } from 'lru-cache'
import type { Access } from './database.ts'
import { isAway } from './unavailable.ts'

/** Platforms deliver again within minutes. */
const MEANWHILE = 10_000

export function events({ write }: Access) {
  const seen = new LRUCache<string, true>({ max: MEANWHILE })

  /** True the first time, also while the database is away: whoever asks then is answered. `event` is unique over all platforms. */
  async function isNew(event: string, at: number): Promise<boolean> {
    if (seen.get(event)) return false
    try {
      return await note(event, at)
    } catch (error) {
      if (!isAway(error)) throw error
      seen.set(event, true)
      return true
    }
  }

  function note(event: string, at: number): Promise<boolean> {
    return write(async (db) => {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('seen_events')
        .values({ event, at })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    })
  }

  async function forget(before: number): Promise<void> {
    await write((db) => db.deleteFrom('seen_events').where('at', '<', before).execute())
  }

  return { isNew, forget }
}
