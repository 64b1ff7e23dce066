/** Admins named by a workspace, in addition to those of its platform. */

import {
  type NamedPerson,
  type PersonId,
  personKey,
  personOf,
  proper,
  type Workspace,
  workspaceKey,
} from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'

export type NamedAdmin = PersonId & Readonly<{ name: string }>

/** Queries for the admins that workspaces have named. */
export function admins({ read, write }: Access) {
  /** Names an admin. Returns false when they are one already. */
  async function add(person: NamedPerson, at: number): Promise<boolean> {
    return write(async (db) => {
      const key = await upsertPerson(db, person, at)
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('workspace_admins')
        .values({ workspace: workspaceKey(person), person: key, added_at: at })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    })
  }

  /** Removes a named admin. Returns false when they weren't one. */
  async function remove(person: PersonId): Promise<boolean> {
    return write(async (db) => {
      const { numDeletedRows } = await db
        .deleteFrom('workspace_admins')
        .where('workspace', '=', workspaceKey(person))
        .where('person', '=', personKey(person))
        .executeTakeFirstOrThrow()
      return numDeletedRows === 1n
    })
  }

  /** Lists the named admins, earliest first. */
  async function of(workspace: Workspace): Promise<readonly NamedAdmin[]> {
    const rows = await read
      .selectFrom('workspace_admins')
      .innerJoin('people', 'people.person', 'workspace_admins.person')
      .select(['people.person', 'people.name'])
      .where('workspace', '=', workspaceKey(workspace))
      .orderBy('added_at')
      .execute()
    return rows.map(({ person, name }) => ({ ...proper(personOf(person)), name }))
  }

  return { add, remove, of }
}
