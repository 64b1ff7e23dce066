/** Answers under way, and where they stand: what a process leaves behind that was killed at it. */
import type { Access } from './database.ts'

/** `posted`: any JSON value by which the answer is found. */
export type InterruptedReply = Readonly<{
  request: string
  posted: unknown
  question: string | null
}>

export function unfinished({ read, relaxed }: Access) {
  /** `request` is unique over all platforms, and so is the `question` that it answers. */
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

  /** Whatever else answered the question gives way to it. */
  async function replace(question: string, request: string): Promise<void> {
    await relaxed((db) =>
      db
        .deleteFrom('unfinished_answers')
        .where('question', '=', question)
        .where('request', '!=', request)
        .execute(),
    )
  }

  /** Their process is still at them. */
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

  /** Whose process was not heard of since `at`; where it never says, what has not changed since `silentSince`. */
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
