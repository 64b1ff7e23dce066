/** Points for leaderboards. To prevent farming, only the first answer to a question in seven days counts. */
import { type Kysely, sql } from 'kysely'
import {
  type Channel,
  channelKey,
  type NamedPerson,
  type PersonId,
  personKey,
  type Workspace,
  workspaceKey,
} from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'
import type { Schema } from './schema.ts'

export const COUNTS_AGAIN_AFTER_MS = 7 * 24 * 60 * 60_000

/** `points` is 0 for a wrong answer, which still counts as the first one. */
export type Award = Readonly<{ question: string; place: Channel; points: number; at: number }>

export type Earned = Readonly<{ person: PersonId; points: number }>

/** The place and start of a leaderboard; `since` 0 means all time. */
export type Board = Readonly<{ place: Channel | Workspace; since: number }>

/** People with equal points share a rank, and the next rank is skipped accordingly. */
export type Rank = Readonly<{ rank: number; person: string; name: string; points: number }>

/** Queries for points and leaderboards. */
export function points({ read, write }: Access) {
  /** Awards points. Returns false when an answer of theirs to the question counted in the last seven days. */
  async function award(person: NamedPerson, award: Award): Promise<boolean> {
    return write(async (db) => {
      await upsertPerson(db, person, award.at)
      return (await credit(db, [{ person, points: award.points }], award)) === 1
    })
  }

  /** Awards points for one question to many people, who must exist in `people`. Returns for how many it counted. */
  async function awardAll(
    earned: readonly Earned[],
    award: Omit<Award, 'points'>,
  ): Promise<number> {
    return write(async (db) => {
      let counted = 0
      for (let from = 0; from < earned.length; from += AT_ONCE) {
        counted += await credit(db, earned.slice(from, from + AT_ONCE), award)
      }
      return counted
    })
  }

  /** The top of the leaderboard, best first; people with 0 points are left out. */
  async function top(board: Board, limit: number): Promise<readonly Rank[]> {
    return standings(board)
      .orderBy('points', 'desc')
      .orderBy('lastAt')
      .limit(limit)
      .select(COLUMNS)
      .execute()
  }

  /** A person's rank; null without points there. */
  async function rank(board: Board, person: PersonId): Promise<Rank | null> {
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

  return { award, awardAll, top, rank }
}

/** Rows per statement, within the parameter limits of both databases. */
const AT_ONCE = 1_000

async function credit(
  db: Kysely<Schema>,
  earned: readonly Earned[],
  { question, place, at }: Omit<Award, 'points'>,
): Promise<number> {
  if (earned.length === 0) return 0
  const counted = await db
    .insertInto('counted_questions')
    .values(earned.map(({ person }) => ({ person: personKey(person), question, counted_at: at })))
    .onConflict((conflict) =>
      conflict
        .columns(['person', 'question'])
        .doUpdateSet({ counted_at: at })
        .where('counted_questions.counted_at', '<=', at - COUNTS_AGAIN_AFTER_MS),
    )
    .returning('person')
    .execute()
  if (counted.length === 0) return 0
  const points = new Map(earned.map(({ person, points }) => [personKey(person), points]))
  const where = { workspace: workspaceKey(place), channel: channelKey(place) }
  const rows = counted.map(({ person }) => ({
    person,
    question,
    at,
    ...where,
    points: points.get(person) ?? 0,
  }))
  await db.insertInto('points').values(rows).execute()
  return counted.length
}

const COLUMNS = ['rank', 'people.person', 'name', 'points'] as const
