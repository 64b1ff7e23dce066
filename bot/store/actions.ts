/** What buttons and forms do, kept under a short id: platforms give a button no room for a program. */

import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Access } from './database.ts'
import { isAway } from './unavailable.ts'

const ID_LENGTH = 20

/** Some hold a whole program. */
const MEANWHILE = 200

export function actions({ read, write }: Access) {
  const unwritten = new LRUCache<string, string>({ max: MEANWHILE })

  /** The same value has the same id. `actions` are JSON values. While the database is away they live as long as the process. */
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

  /** Null when it was never kept, or is forgotten. */
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
