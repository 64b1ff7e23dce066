/** Where the tutor is installed, and the end of what is kept of a workspace that it has left. */

import { proper, type Workspace, workspaceKey, workspaceOf } from '../core/keys.ts'
import type { Access } from './database.ts'
import { ofWorkspace } from './people.ts'
import type { Schema } from './schema.ts'

/** Tables with a column of that name; what has a person goes with the person. */
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

export function workspaces({ read, write }: Access) {
  /** Whoever comes back takes up what is still there. */
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

  /** One that was never heard of counts as present. */
  async function isLeft(workspace: Workspace): Promise<boolean> {
    const row = await read
      .selectFrom('workspaces')
      .select('left_at')
      .where('workspace', '=', workspaceKey(workspace))
      .executeTakeFirst()
    return row !== undefined && row.left_at !== null
  }

  /** Deletes all that is kept of the workspaces that were left before then, their people included. */
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

  /** Those of which anything is kept. */
  async function known(): Promise<readonly Workspace[]> {
    const found = await Promise.all(
      OF_WORKSPACE.map((table) => read.selectFrom(table).select('workspace').distinct().execute()),
    )
    const keys = new Set(found.flat().map(({ workspace }) => workspace))
    return [...keys].sort().map((key) => proper(workspaceOf(key)))
  }

  return { joined, left, isLeft, known, forget }
}
