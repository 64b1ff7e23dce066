/** Who has acted as an admin on the page and what granted it; the page has no directory of people. */

import { type NamedPerson, type PersonId, personKey } from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'

/** Queries for the admins of the page. */
export function pageAdmins({ read, write }: Access) {
  /** Records a grant, which replaces an earlier one. `grant`: opaque identifier of what makes them an admin. */
  async function put(person: NamedPerson, grant: string, at: number): Promise<void> {
    await write(async (db) => {
      const key = await upsertPerson(db, person, at)
      await db
        .insertInto('page_admins')
        .values({ person: key, granted_by: grant, at })
        .onConflict((conflict) => conflict.column('person').doUpdateSet({ granted_by: grant, at }))
        .execute()
    })
  }

  async function remove(person: PersonId): Promise<void> {
    await write((db) =>
      db.deleteFrom('page_admins').where('person', '=', personKey(person)).execute(),
    )
  }

  /** Whether this is the person's current grant. */
  async function has(person: PersonId, grant: string): Promise<boolean> {
    const row = await read
      .selectFrom('page_admins')
      .select('granted_by')
      .where('person', '=', personKey(person))
      .executeTakeFirst()
    return row?.granted_by === grant
  }

  return { put, remove, has }
}
