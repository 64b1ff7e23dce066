/** What people answered, wherever it was: the ground for accuracy, streaks and reviews. */
import { sql } from 'kysely'
import { type NamedPerson, type PersonId, personKey, type Workspace } from '../core/keys.ts'
import type { Access } from './database.ts'
import { ofWorkspace, upsertPerson } from './people.ts'

export type Answer = Readonly<{
  /** What makes it one and the same answer of this person: a quiz and its question's place, a request. */
  source: string
  question: string
  /** Which options, or what was typed; any JSON value. */
  chosen: unknown
  correct: boolean
  takenMs: number
  at: number
  context: 'solo' | 'group' | 'review'
}>

/** Of one question, all of a person's answers. */
export type Tally = Readonly<{ question: string; answers: number; correct: number; lastAt: number }>

export type Activity = Readonly<{ answers: number; correct: number; people: number }>

export function answers({ read, write }: Access) {
  /** False when this answer is there already; then nothing changes. */
  async function add(person: NamedPerson, answer: Answer): Promise<boolean> {
    return write(async (db) => {
      const key = await upsertPerson(db, person, answer.at)
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('answers')
        .values({
          person: key,
          source: answer.source,
          question: answer.question,
          chosen: JSON.stringify(answer.chosen),
          correct: Number(answer.correct),
          taken_ms: answer.takenMs,
          at: answer.at,
          context: answer.context,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    })
  }

  /** One row a question, the latest first: accuracy by topic is a sum over a topic's questions. */
  async function tallies(person: PersonId): Promise<readonly Tally[]> {
    return read
      .selectFrom('answers')
      .select(({ fn }) => [
        'question',
        fn.countAll<number>().as('answers'),
        sql<number>`cast(sum(correct) as bigint)`.as('correct'),
        fn.max<number>('at').as('lastAt'),
      ])
      .where('person', '=', personKey(person))
      .groupBy('question')
      .orderBy('lastAt', 'desc')
      .execute()
  }

  /** When the person answered, the latest first: streaks are made of the local days of these. */
  async function times(person: PersonId, since: number): Promise<readonly number[]> {
    const rows = await read
      .selectFrom('answers')
      .select('at')
      .where('person', '=', personKey(person))
      .where('at', '>=', since)
      .orderBy('at', 'desc')
      .execute()
    return rows.map(({ at }) => at)
  }

  /** The latest answers, the last one first. */
  async function latest(person: PersonId, limit: number): Promise<readonly Answer[]> {
    const rows = await read
      .selectFrom('answers')
      .selectAll()
      .where('person', '=', personKey(person))
      .orderBy('at', 'desc')
      .limit(limit)
      .execute()
    return rows.map(({ person: _, taken_ms, chosen, correct, ...row }) => ({
      ...row,
      chosen: JSON.parse(chosen),
      correct: correct === 1,
      takenMs: taken_ms,
    }))
  }

  /** Of a workspace: how many answers there were since then, how many right, by how many people. */
  async function activity(workspace: Workspace, since: number): Promise<Activity> {
    return read
      .selectFrom('answers')
      .select(({ fn }) => [
        fn.countAll<number>().as('answers'),
        sql<number>`cast(coalesce(sum(correct), 0) as bigint)`.as('correct'),
        fn.count<number>('person').distinct().as('people'),
      ])
      .where('at', '>=', since)
      .where(ofWorkspace(workspace))
      .executeTakeFirstOrThrow()
  }

  async function forget(workspace: Workspace, before: number): Promise<void> {
    await write((db) =>
      db.deleteFrom('answers').where('at', '<', before).where(ofWorkspace(workspace)).execute(),
    )
  }

  /** How many people gave the answer to it, and how many of them rightly. */
  async function ofSource(source: string): Promise<Readonly<{ given: number; right: number }>> {
    return read
      .selectFrom('answers')
      .select(({ fn }) => [
        fn.countAll<number>().as('given'),
        sql<number>`cast(coalesce(sum(correct), 0) as bigint)`.as('right'),
      ])
      .where('source', '=', source)
      .executeTakeFirstOrThrow()
  }

  return { add, tallies, times, latest, activity, ofSource, forget }
}
