/** Credentials for the Slack workspaces that installed the tutor; encrypted by the caller. */

import { type Workspace, workspaceKey } from '../core/keys.ts'
import type { Access } from './database.ts'

/** Queries for encrypted Slack installations. */
export function installations({ read, write }: Access) {
  async function put(workspace: Workspace, sealed: string, at: number): Promise<void> {
    const row = { sealed, changed_at: at }
    await write((db) =>
      db
        .insertInto('slack_installations')
        .values({ workspace: workspaceKey(workspace), ...row })
        .onConflict((conflict) => conflict.column('workspace').doUpdateSet(row))
        .execute(),
    )
  }

  async function find(workspace: Workspace): Promise<string | null> {
    const row = await read
      .selectFrom('slack_installations')
      .select('sealed')
      .where('workspace', '=', workspaceKey(workspace))
      .executeTakeFirst()
    return row?.sealed ?? null
  }

  /** Removes an installation unless it was stored at or after `before`. */
  async function remove(workspace: Workspace, before: number): Promise<void> {
    await write((db) =>
      db
        .deleteFrom('slack_installations')
        .where('workspace', '=', workspaceKey(workspace))
        .where('changed_at', '<', before)
        .execute(),
    )
  }

  async function count(): Promise<number> {
    const { all } = await read
      .selectFrom('slack_installations')
      .select((row) => row.fn.countAll<number>().as('all'))
      .executeTakeFirstOrThrow()
    return Number(all)
  }

  return { put, find, remove, count }
}
