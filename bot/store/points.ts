/** Points for leaderboards. Nobody can farm a question: only the first answer in seven days counts. */
import { sql } from 'kysely'
import type { Access } from './database.ts'
import {
  type Channel,
  channelKey,
  type Known,
  type PersonId,
  personKey,
  type Workspace,
  workspaceKey,
} from './keys.ts'
import { acquainted } from './people.ts'

export const COUNTS_AGAIN_AFTER_MS = 7 * 24 * 60 * 60_000

/** `points` of a wrong answer are 0: it is the first answer all the same. */
export type Award = Readonly<{ question: string; place: Channel; points: number; at: number }>

/** Where and since when; all time with `since` 0. */
export type Board = Readonly<{ place: Channel | Workspace; since: number }>

/** People with as many points share a rank, and the next one is lower by their number. */
export type Standing = Readonly<{ rank: number; person: string; name: string; points: number }>

export function points({ read, write }: Access) {
  /** False when the person's answer to the question has counted in the last seven days. */
  async function award(person: Known, { question, place, points, at }: Award): Promise<boolean> {
    return write(async (db) => {
      const key = await acquainted(db, person, at)
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('counted_questions')
        .values({ person: key, question, counted_at: at })
        .onConflict((conflict) =>
          conflict
            .columns(['person', 'question'])
            .doUpdateSet({ counted_at: at })
            .where('counted_questions.counted_at', '<=', at - COUNTS_AGAIN_AFTER_MS),
        )
        .executeTakeFirstOrThrow()
      if (numInsertedOrUpdatedRows !== 1n) return false
      await db
        .insertInto('points')
        .values({
          person: key,
          question,
          at,
          workspace: workspaceKey(place),
          channel: channelKey(place),
          points,
        })
        .execute()
      return true
    })
  }

  /** The best ones first; nobody with 0. */
  async function top(board: Board, limit: number): Promise<readonly Standing[]> {
    return standings(board)
      .orderBy('points', 'desc')
      .orderBy('lastAt')
      .limit(limit)
      .select(COLUMNS)
      .execute()
  }

  /** Null for someone without points there. */
  async function rank(board: Board, person: PersonId): Promise<Standing | null> {
    const row = await standings(board)
      .where('people.person', '=', personKey(person))
      .select(COLUMNS)
      .executeTakeFirst()
    return row ?? null
  }

  function standings({ place, since }: Board) {
    const [column, key] =
      'channel' in place
        ? (['channel', channelKey(place)] as const)
        : (['workspace', workspaceKey(place)] as const)
    const sums = read
      .selectFrom('points')
      .select(({ fn }) => [
        'person',
        sql<number>`cast(sum(points) as bigint)`.as('points'),
        sql<number>`rank() over (order by sum(points) desc)`.as('rank'),
        fn.max<number>('at').as('lastAt'),
      ])
      .where(column, '=', key)
      .where('at', '>=', since)
      .groupBy('person')
      .having(({ fn, eb }) => eb(fn.sum('points'), '>', 0))
      .as('sums')
    return read.selectFrom(sums).innerJoin('people', 'people.person', 'sums.person')
  }

  return { award, top, rank }
}

const COLUMNS = ['rank', 'people.person', 'name', 'points'] as const
