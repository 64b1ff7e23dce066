/** Votes on the tutor's answers. */
import { sql } from 'kysely'
import { type NamedPerson, type Workspace, workspaceKey } from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'

/** `down` and `up`: the number of votes each way. */
export type VotedDown = Readonly<{
  question: string
  answer: string
  at: number
  down: number
  up: number
}>

/** Queries for votes on answers. */
export function votes({ read, write }: Access) {
  /** Records or changes a person's only vote on an answer. Returns false when the answer no longer exists. */
  async function put(
    exchange: string,
    person: NamedPerson,
    up: boolean,
    at: number,
  ): Promise<boolean> {
    return write(async (db) => {
      const found = await db
        .selectFrom('exchanges')
        .select('id')
        .where('id', '=', exchange)
        .executeTakeFirst()
      if (!found) return false
      const vote = { up: up ? 1 : 0, at }
      await db
        .insertInto('votes')
        .values({ exchange, person: await upsertPerson(db, person, at), ...vote })
        .onConflict((conflict) => conflict.columns(['exchange', 'person']).doUpdateSet(vote))
        .execute()
      return true
    })
  }

  /** Answers with at least one down vote, newest first, without who asked or voted. */
  async function down(workspace: Workspace, limit: number): Promise<readonly VotedDown[]> {
    const rows = await read
      .selectFrom('votes')
      .innerJoin('exchanges', 'exchanges.id', 'votes.exchange')
      .select(({ fn }) => [
        'exchanges.question',
        'exchanges.answer',
        'exchanges.at',
        fn.countAll<number>().as('all'),
        fn.sum<number>('votes.up').as('up'),
      ])
      .where('exchanges.workspace', '=', workspaceKey(workspace))
      .groupBy(['exchanges.id', 'exchanges.question', 'exchanges.answer', 'exchanges.at'])
      .having(sql<number>`sum(1 - votes.up)`, '>', 0)
      .orderBy('exchanges.at', 'desc')
      .limit(limit)
      .execute()
    return rows.map(({ all, up, ...row }) => ({
      ...row,
      up: Number(up),
      down: Number(all) - Number(up),
    }))
  }

  return { put, down }
}
