/** How the tutor gets into the Slack workspaces that installed it. What is kept is sealed by whoever puts it. */

import { type Workspace, workspaceKey } from '../core/keys.ts'
import type { Access } from './database.ts'

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

  /** What was put at that time or later stays. */
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
