/** Answers to questions, from which accuracy, streaks and reviews are computed. */
import { sql } from 'kysely'
import { type NamedPerson, type PersonId, personKey, type Workspace } from '../core/keys.ts'
import type { Access } from './database.ts'
import { ofWorkspace, upsertPerson } from './people.ts'

export type Answer = Readonly<{
  /** Identifies the answer of this person: a quiz and the question's place in it, or a request. */
  source: string
  question: string
  /** The chosen options or the typed text; any JSON value. */
  chosen: unknown
  correct: boolean
  takenMs: number
  at: number
  context: 'solo' | 'group' | 'review'
}>

/** Totals of a person's answers to one question. */
export type Tally = Readonly<{ question: string; answers: number; correct: number; lastAt: number }>

export type Activity = Readonly<{ answers: number; correct: number; people: number }>

/** Queries for what people answered to questions. */
export function answers({ read, write }: Access) {
  /** Adds an answer. Returns false, and changes nothing, when it exists already. */
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

  /** Totals by question, most recent first; accuracy by topic sums over the topic's questions. */
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

  /** The times of a person's answers, most recent first; streaks are computed from their local days. */
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

  /** A person's most recent answers, newest first. */
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

  /** Counts a workspace's answers since `since`: all, correct ones, and people who answered. */
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

  /** How many people answered this source, and how many of them correctly. */
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
