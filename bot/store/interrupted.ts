/** Answers in progress and where they are posted: what a killed process leaves behind. */
import type { Access } from './database.ts'

/** `posted`: any JSON value by which the adapter finds the answer. */
export type InterruptedReply = Readonly<{
  request: string
  posted: unknown
  question: string | null
}>

/** Queries for answers in progress. */
export function unfinished({ read, relaxed }: Access) {
  /** Records an answer in progress. `request` and `question` are unique across platforms. */
  async function put(
    request: string,
    posted: unknown,
    at: number,
    question: string | null = null,
  ): Promise<void> {
    const row = { posted: JSON.stringify(posted), at, heartbeat_at: at, question }
    await relaxed((db) =>
      db
        .insertInto('unfinished_answers')
        .values({ request, ...row })
        .onConflict((conflict) => conflict.column('request').doUpdateSet(row))
        .execute(),
    )
  }

  async function remove(requests: readonly string[]): Promise<void> {
    await relaxed((db) =>
      db.deleteFrom('unfinished_answers').where('request', 'in', requests).execute(),
    )
  }

  /** Removes all other answers in progress to this question. */
  async function replace(question: string, request: string): Promise<void> {
    await relaxed((db) =>
      db
        .deleteFrom('unfinished_answers')
        .where('question', '=', question)
        .where('request', '!=', request)
        .execute(),
    )
  }

  /** Records a heartbeat for these answers. */
  async function beat(requests: readonly string[], at: number): Promise<void> {
    if (requests.length === 0) return
    await relaxed((db) =>
      db
        .updateTable('unfinished_answers')
        .set({ heartbeat_at: at })
        .where('request', 'in', requests)
        .execute(),
    )
  }

  /**
   * Answers without a heartbeat since `at`, and those of versions without heartbeats that haven't changed since
   * `silentSince`.
   */
  async function unchangedSince(
    at: number,
    silentSince = at,
  ): Promise<readonly InterruptedReply[]> {
    const rows = await read
      .selectFrom('unfinished_answers')
      .select(['request', 'posted', 'question'])
      .where(({ eb, or, and }) =>
        or([
          eb('heartbeat_at', '<', at),
          and([eb('heartbeat_at', 'is', null), eb('at', '<', silentSince)]),
        ]),
      )
      .execute()
    return rows.map(({ posted, ...row }) => ({ ...row, posted: JSON.parse(posted) }))
  }

  return { put, replace, remove, beat, unchangedSince }
}
