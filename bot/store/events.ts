/** Handled platform events, so that a repeated delivery is handled only once. */
import { LRUCache } from 'lru-cache'
import type { Access } from './database.ts'
import { isAway } from './unavailable.ts'

/** Events remembered while the database is unavailable; platforms repeat deliveries within minutes. */
const MEANWHILE = 10_000

/** Queries for the platform events that were handled, to detect repeated deliveries. */
export function events({ write }: Access) {
  const seen = new LRUCache<string, true>({ max: MEANWHILE })

  /**
   * Records an event, and returns whether it is new. While the database is unavailable, it checks in memory. `event` is
   * unique across platforms.
   */
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
