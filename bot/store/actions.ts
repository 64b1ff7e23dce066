/** What buttons and forms do, kept under a short id because platforms limit the size of a button's value. */

import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Access } from './database.ts'
import { isAway } from './unavailable.ts'

const ID_LENGTH = 20

/** Actions kept in memory while the database is unavailable; some contain a whole program. */
const MEANWHILE = 200

/** Queries for what buttons and forms do. */
export function actions({ read, write }: Access) {
  const unwritten = new LRUCache<string, string>({ max: MEANWHILE })

  /**
   * Stores JSON values and returns an id for each; equal values get the same id. While the database is unavailable,
   * they are kept in memory.
   */
  async function keep(actions: readonly unknown[], at: number): Promise<readonly string[]> {
    const rows = actions.map((each) => {
      const action = JSON.stringify(each)
      const hash = createHash('sha256').update(action).digest('base64url')
      return { id: hash.slice(0, ID_LENGTH), action, at }
    })
    const unique = [...new Map(rows.map((row) => [row.id, row])).values()]
    if (unique.length > 0) {
      await write((db) =>
        db
          .insertInto('actions')
          .values(unique)
          .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
          .execute(),
      ).catch((error: unknown) => {
        if (!isAway(error)) throw error
        for (const { id, action } of unique) unwritten.set(id, action)
      })
    }
    return rows.map(({ id }) => id)
  }

  /** Returns an action by its id; null when it is unknown or has expired. */
  async function find(id: string): Promise<unknown> {
    const here = unwritten.get(id)
    if (here !== undefined) return JSON.parse(here)
    const row = await read
      .selectFrom('actions')
      .select('action')
      .where('id', '=', id)
      .executeTakeFirst()
    return row ? JSON.parse(row.action) : null
  }

  async function forget(before: number): Promise<void> {
    await write((db) => db.deleteFrom('actions').where('at', '<', before).execute())
  }

  return { keep, find, forget }
}
