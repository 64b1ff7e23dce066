/** Requests that were dealt with, so that what a platform delivers twice is done once. */
import type { Access } from './database.ts'

export function events({ write }: Access) {
  /** True the first time. `event` is unique over all platforms. */
  async function isNew(event: string, at: number): Promise<boolean> {
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
