/** Daily event counts of each workspace. They contain no personal data. */

import { type Workspace, workspaceKey } from '../core/keys.ts'
import type { Access } from './database.ts'

/** `day` is UTC, `2026-11-26`. */
export type Count = Readonly<{ workspace: Workspace; day: string; metric: string; value: number }>

/** Queries for the daily counts of each workspace. */
export function counts({ read, write }: Access) {
  /** Adds to the counts. Each workspace, day and metric may occur only once in `counts`. */
  async function add(counts: readonly Count[]): Promise<void> {
    if (counts.length === 0) return
    const rows = counts.map(({ workspace, ...count }) => ({
      workspace: workspaceKey(workspace),
      ...count,
    }))
    // Sorted so that two processes lock the same rows in the same order.
    const sorted = rows.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
    await write((db) =>
      db
        .insertInto('daily_counts')
        .values(sorted)
        .onConflict((conflict) =>
          conflict.columns(['workspace', 'day', 'metric']).doUpdateSet(({ eb, ref }) => ({
            value: eb('daily_counts.value', '+', ref('excluded.value')),
          })),
        )
        .execute(),
    )
  }

  async function since(
    workspace: Workspace,
    day: string,
  ): Promise<readonly Omit<Count, 'workspace'>[]> {
    return read
      .selectFrom('daily_counts')
      .select(['day', 'metric', 'value'])
      .where('workspace', '=', workspaceKey(workspace))
      .where('day', '>=', day)
      .orderBy('day')
      .orderBy('metric')
      .execute()
  }

  /** Deletes the counts of days before `day`. */
  async function forget(day: string): Promise<void> {
    await write((db) => db.deleteFrom('daily_counts').where('day', '<', day).execute())
  }

  return { add, since, forget }
}

function orderOf({ workspace, day, metric }: Omit<Count, 'workspace'> & { workspace: string }) {
  return `${workspace} ${day} ${metric}`
}
