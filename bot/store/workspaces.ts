/** Workspaces where the tutor is installed, and the deletion of those it was removed from. */

import { proper, type Workspace, workspaceKey, workspaceOf } from '../core/keys.ts'
import type { Access } from './database.ts'
import { ofWorkspace } from './people.ts'
import type { Schema } from './schema.ts'

/** Tables with a `workspace` column; rows with a `person` are deleted with the person. */
const OF_WORKSPACE = [
  'quiz_runs',
  'points',
  'workspace_settings',
  'workspace_admins',
  'audit_log',
  'daily_counts',
  'exchanges',
  'slack_installations',
  'tip_schedules',
  'tips_shown',
  'workspaces',
] as const satisfies readonly (keyof Schema)[]

/** Queries for the workspaces where the tutor is, or was, installed. */
export function workspaces({ read, write }: Access) {
  /** Records that the tutor was installed. A workspace that reinstalls it keeps what is still stored. */
  async function joined(workspace: Workspace, at: number): Promise<void> {
    const key = workspaceKey(workspace)
    await write((db) =>
      db
        .insertInto('workspaces')
        .values({ workspace: key, joined_at: at, left_at: null })
        .onConflict((conflict) => conflict.column('workspace').doUpdateSet({ left_at: null }))
        .execute(),
    )
  }

  async function left(workspace: Workspace, at: number): Promise<void> {
    const key = workspaceKey(workspace)
    await write((db) =>
      db
        .insertInto('workspaces')
        .values({ workspace: key, joined_at: at, left_at: at })
        .onConflict((conflict) => conflict.column('workspace').doUpdateSet({ left_at: at }))
        .execute(),
    )
  }

  /** Whether the tutor was removed; an unknown workspace counts as present. */
  async function isLeft(workspace: Workspace): Promise<boolean> {
    const row = await read
      .selectFrom('workspaces')
      .select('left_at')
      .where('workspace', '=', workspaceKey(workspace))
      .executeTakeFirst()
    return row !== undefined && row.left_at !== null
  }

  /**
   * Deletes everything about workspaces that were left before `before`, including their people. Returns their number.
   */
  async function forget(before: number): Promise<number> {
    return write(async (db) => {
      const gone = await db
        .selectFrom('workspaces')
        .select('workspace')
        .where('left_at', '<', before)
        .execute()
      for (const { workspace } of gone) {
        await db
          .deleteFrom('people')
          .where(ofWorkspace(proper(workspaceOf(workspace))))
          .execute()
        for (const table of OF_WORKSPACE) {
          await db.deleteFrom(table).where('workspace', '=', workspace).execute()
        }
      }
      return gone.length
    })
  }

  /** Lists the workspaces about which anything is stored. */
  async function known(): Promise<readonly Workspace[]> {
    const found = await Promise.all(
      OF_WORKSPACE.map((table) => read.selectFrom(table).select('workspace').distinct().execute()),
    )
    const keys = new Set(found.flat().map(({ workspace }) => workspace))
    return [...keys].sort().map((key) => proper(workspaceOf(key)))
  }

  return { joined, left, isLeft, known, forget }
}
