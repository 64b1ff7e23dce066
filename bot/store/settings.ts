/** The settings of a workspace: one JSON value, validated by its readers. */

import { type Workspace, workspaceKey } from '../core/keys.ts'
import type { Access } from './database.ts'

/** Queries for the settings of workspaces. */
export function settings({ read, write }: Access) {
  async function of(workspace: Workspace): Promise<unknown> {
    const row = await read
      .selectFrom('workspace_settings')
      .select('settings')
      .where('workspace', '=', workspaceKey(workspace))
      .executeTakeFirst()
    return row ? JSON.parse(row.settings) : null
  }

  async function put(workspace: Workspace, value: unknown, at: number): Promise<void> {
    const row = { settings: JSON.stringify(value), changed_at: at }
    await write((db) =>
      db
        .insertInto('workspace_settings')
        .values({ workspace: workspaceKey(workspace), ...row })
        .onConflict((conflict) => conflict.column('workspace').doUpdateSet(row))
        .execute(),
    )
  }

  /** Locks a workspace's settings until the end of the surrounding `together`. */
  async function hold(workspace: Workspace, at: number): Promise<void> {
    await write((db) =>
      db
        .insertInto('workspace_settings')
        .values({ workspace: workspaceKey(workspace), settings: '{}', changed_at: at })
        .onConflict((conflict) => conflict.column('workspace').doUpdateSet({ changed_at: at }))
        .execute(),
    )
  }

  return { of, put, hold }
}
