/** People: their display name, time zone and when they were last seen. All other personal data refers to these rows. */
import { type Kysely, type SqlBool, sql } from 'kysely'
import {
  type NamedPerson,
  type PersonId,
  personKey,
  personOf,
  proper,
  type Workspace,
  workspaceKey,
} from '../core/keys.ts'
import { oneLine } from '../lib/text/visible.ts'
import type { Access } from './database.ts'
import type { Schema } from './schema.ts'

const NAME_LENGTH = 80

/** Queries for people. */
export function people({ read, write }: Access) {
  /** Records that a person was here, with the name that the platform shows now. */
  async function seen(person: NamedPerson, at: number): Promise<void> {
    await write((db) =>
      db
        .insertInto('people')
        .values(rowOf(person, at))
        .onConflict((conflict) =>
          conflict.column('person').doUpdateSet((row) => ({
            name: row.ref('excluded.name'),
            seen_at: row.ref('excluded.seen_at'),
          })),
        )
        .execute(),
    )
  }

  /** `zone` is an IANA name. */
  async function setZone(person: NamedPerson, zone: string, at: number): Promise<void> {
    await write(async (db) => {
      const key = await upsertPerson(db, person, at)
      await db.updateTable('people').set({ zone }).where('person', '=', key).execute()
    })
  }

  async function find(
    person: PersonId,
  ): Promise<Readonly<{ name: string; zone: string | null; seenAt: number }> | null> {
    const row = await read
      .selectFrom('people')
      .select(['name', 'zone', 'seen_at as seenAt'])
      .where('person', '=', personKey(person))
      .executeTakeFirst()
    return row ?? null
  }

  /** People of the workspace with this display name, ignoring case. */
  async function named(workspace: Workspace, name: string): Promise<readonly NamedPerson[]> {
    const rows = await read
      .selectFrom('people')
      .select(['person', 'name'])
      .where(ofWorkspace(workspace))
      .where(sql`lower(name)`, '=', name.toLowerCase())
      .orderBy('person')
      .execute()
    return rows.map((row) => ({ ...proper(personOf(row.person)), name: row.name }))
  }

  return { seen, setZone, find, named }
}

/** SQL condition that a table's `person` belongs to a workspace: the key of the workspace is its prefix. */
export function ofWorkspace(workspace: Workspace) {
  const start = `${workspaceKey(workspace)}/`
  return sql<SqlBool>`substr(person, 1, ${start.length}) = ${start}`
}

/** Makes sure there is a row in `people`, to which all personal data refers, and returns the person's key. */
export async function upsertPerson(
  db: Kysely<Schema>,
  person: NamedPerson,
  at: number,
): Promise<string> {
  await db
    .insertInto('people')
    .values(rowOf(person, at))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return personKey(person)
}

function rowOf(person: NamedPerson, at: number) {
  const name = oneLine(person.name, NAME_LENGTH)
  return { person: personKey(person), name, zone: null, seen_at: at }
}
