/** Who changed what in a workspace, and when. */

import { type NamedPerson, type Workspace, workspaceKey } from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'

export type Change = Readonly<{
  workspace: Workspace
  /** Null for the tutor itself. */
  by: NamedPerson | null
  /** What was changed, in a few words of ours, such as the name of a setting. */
  what: string
  /** The person the change is about. */
  subject?: NamedPerson
  /** Values as shown to people; never personal data. */
  from: string | null
  to: string | null
  at: number
}>

/** Current names; null for people whose data was deleted. */
export type AuditEntry = Readonly<{
  at: number
  by: string | null
  what: string
  subject: string | null
  from: string | null
  to: string | null
}>

/** Queries for the audit log. */
export function audit({ read, write }: Access) {
  async function add({ workspace, by, what, subject, from, to, at }: Change): Promise<void> {
    await write(async (db) => {
      const row = {
        workspace: workspaceKey(workspace),
        at,
        person: by && (await upsertPerson(db, by, at)),
        what,
        subject: subject ? await upsertPerson(db, subject, at) : null,
        old_value: from,
        new_value: to,
      }
      await db.insertInto('audit_log').values(row).execute()
    })
  }

  /** The most recent entries, newest first. */
  async function latest(workspace: Workspace, limit: number): Promise<readonly AuditEntry[]> {
    return read
      .selectFrom('audit_log')
      .leftJoin('people as who', 'who.person', 'audit_log.person')
      .leftJoin('people as whom', 'whom.person', 'audit_log.subject')
      .select([
        'at',
        'who.name as by',
        'what',
        'whom.name as subject',
        'old_value as from',
        'new_value as to',
      ])
      .where('workspace', '=', workspaceKey(workspace))
      .orderBy('at', 'desc')
      .limit(limit)
      .execute()
  }

  async function forget(before: number): Promise<void> {
    await write((db) => db.deleteFrom('audit_log').where('at', '<', before).execute())
  }

  return { add, latest, forget }
}
