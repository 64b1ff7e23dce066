/** The newest version of each question, and the one process that answers it. */
import type { Access } from './database.ts'

/** The version of a deleted question, above that of any edit. */
export const DELETED = Number.MAX_SAFE_INTEGER

/** An owner's claim; other owners without a heartbeat since `staleBefore` (epoch ms) are ignored. */
type Owner = Readonly<{ owner: string; at: number; staleBefore: number }>

/** Queries for the newest version of each question and the process that answers it. */
export function questions({ read, relaxed }: Access) {
  /**
   * Records a new version of a question. `version` increases with each edit; null takes the next one. Returns the
   * version recorded, or null when this one, or a newer one, is known already.
   */
  async function raise(
    question: string,
    version: number | null,
    at: number,
  ): Promise<number | null> {
    const row = { question, generation: version ?? 0, owner: null, heartbeat_at: null, at }
    return relaxed(async (db) => {
      const raised = await db
        .insertInto('questions')
        .values(row)
        .onConflict((conflict) => {
          const conflicting = conflict.column('question')
          if (version === null) {
            return conflicting
              .doUpdateSet(({ eb, ref }) => ({
                generation: eb(ref('questions.generation'), '+', 1),
                at,
              }))
              .where('questions.generation', '<', DELETED)
          }
          return conflicting
            .doUpdateSet({ generation: version, at })
            .where('questions.generation', '<', version)
        })
        .returning('generation')
        .executeTakeFirst()
      return raised?.generation ?? null
    })
  }

  /** Ends the current version: answers to it are outdated from now on. */
  async function end(question: string): Promise<void> {
    await relaxed((db) =>
      db
        .updateTable('questions')
        .set(({ eb, ref }) => ({ generation: eb(ref('generation'), '+', 1) }))
        .where('question', '=', question)
        .where('generation', '<', DELETED)
        .execute(),
    )
  }

  /** Marks a question as deleted, even when it is unknown: it may still arrive. */
  async function remove(question: string, at: number): Promise<void> {
    const row = { question, generation: DELETED, owner: null, heartbeat_at: null, at }
    await relaxed((db) =>
      db
        .insertInto('questions')
        .values(row)
        .onConflict((conflict) =>
          conflict.column('question').doUpdateSet({ generation: DELETED, at }),
        )
        .execute(),
    )
  }

  /**
   * Makes `owner` the process that answers. Returns false while another process does, or when a newer version is known.
   */
  async function seize(
    question: string,
    generation: number,
    { owner, at, staleBefore }: Owner,
  ): Promise<boolean> {
    return relaxed(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('questions')
        .set({ owner, heartbeat_at: at })
        .where('question', '=', question)
        .where('generation', '=', generation)
        .where(({ eb, or }) =>
          or([
            eb('owner', 'is', null),
            eb('owner', '=', owner),
            eb('heartbeat_at', '<', staleBefore),
          ]),
        )
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
    })
  }

  /** Whether another process is answering it. */
  async function isHeld(
    question: string,
    { owner, staleBefore }: Omit<Owner, 'at'>,
  ): Promise<boolean> {
    const row = await read
      .selectFrom('questions')
      .select('owner')
      .where('question', '=', question)
      .where('owner', 'is not', null)
      .where('owner', '!=', owner)
      .where('heartbeat_at', '>=', staleBefore)
      .executeTakeFirst()
    return row !== undefined
  }

  async function generations(all: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (all.length === 0) return new Map()
    const rows = await read
      .selectFrom('questions')
      .select(['question', 'generation'])
      .where('question', 'in', all)
      .execute()
    return new Map(rows.map(({ question, generation }) => [question, generation]))
  }

  async function beat(owner: string, at: number): Promise<void> {
    await relaxed((db) =>
      db.updateTable('questions').set({ heartbeat_at: at }).where('owner', '=', owner).execute(),
    )
  }

  async function release(question: string, owner: string): Promise<void> {
    await relaxed((db) =>
      db
        .updateTable('questions')
        .set({ owner: null })
        .where('question', '=', question)
        .where('owner', '=', owner)
        .execute(),
    )
  }

  async function forget(before: number): Promise<void> {
    await relaxed((db) => db.deleteFrom('questions').where('at', '<', before).execute())
  }

  return { raise, end, remove, seize, isHeld, generations, beat, release, forget }
}
