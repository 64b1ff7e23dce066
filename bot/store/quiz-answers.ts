/** Answers to running quizzes, each counted once. No confirmed answer is lost. */
import type { Kysely } from 'kysely'
import { type NamedPerson, type PersonId, personOf, proper } from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'
import type { Schema } from './schema.ts'

export type QuizAnswer = Readonly<{
  person: PersonId
  name: string
  question: number
  chosen: unknown
  /** False until the question has been marked. */
  correct: boolean
  takenMs: number
  at: number
}>

/**
 * `counted`: the first answer; `changed`: it replaced the previous one; `same`: it equals the previous one;
 * `final`: no more changes are allowed; `closed`: the question doesn't accept answers.
 */
export type AnswerOutcome = 'counted' | 'changed' | 'same' | 'final' | 'closed'

/** Queries for the answers to a quiz; part of `quizzes`. */
export function quizAnswers({ kind: database, read, write }: Access) {
  /** Records an answer; resolves once it is on disk. `changesAllowed`: how often a counted answer may be changed. */
  async function answer(
    run: string,
    given: Omit<QuizAnswer, 'person' | 'name' | 'correct'> & Readonly<{ person: NamedPerson }>,
    changesAllowed: number,
  ): Promise<AnswerOutcome> {
    const { question, at, person } = given
    const row = {
      chosen: JSON.stringify(given.chosen),
      correct: 0,
      taken_ms: given.takenMs,
      at,
    }
    return write(async (db) => {
      if (!(await isOpen(db, run, question, at))) return 'closed'
      const key = await upsertPerson(db, person, at)
      const first = await db
        .insertInto('quiz_answers')
        .values({ run, question, person: key, changes: 0, ...row })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      if (first.numInsertedOrUpdatedRows === 1n) return 'counted'
      const change = await db
        .updateTable('quiz_answers')
        .set(({ eb }) => ({ ...row, changes: eb('changes', '+', 1) }))
        .where(({ and }) => and({ run, question, person: key }))
        .where('chosen', '!=', row.chosen)
        .where('changes', '<', changesAllowed)
        .executeTakeFirstOrThrow()
      if (change.numUpdatedRows === 1n) return 'changed'
      const kept = await db
        .selectFrom('quiz_answers')
        .select('chosen')
        .where(({ and }) => and({ run, question, person: key }))
        .executeTakeFirst()
      // The person's data is being deleted concurrently, so the answer is gone.
      if (!kept) return 'closed'
      return kept.chosen === row.chosen ? 'same' : 'final'
    })
  }

  async function isOpen(
    db: Kysely<Schema>,
    run: string,
    question: number,
    at: number,
  ): Promise<boolean> {
    const open = await db
      .selectFrom('quiz_runs')
      .select('run')
      .where(({ and }) => and({ run, question, status: 'running' }))
      .where(({ or, eb }) => or([eb('deadline', 'is', null), eb('deadline', '>=', at)]))
      // Answers may be concurrent with each other, but not with a step of the quiz. SQLite has a single writer anyway.
      .$if(database === 'postgres', (query) => query.forShare())
      .executeTakeFirst()
    return open !== undefined
  }

  /** The answers to one question, or to all; earliest first. */
  async function answersTo(run: string, question?: number): Promise<readonly QuizAnswer[]> {
    const rows = await read
      .selectFrom('quiz_answers')
      .innerJoin('people', 'people.person', 'quiz_answers.person')
      .select(['people.person', 'name', 'question', 'chosen', 'correct', 'taken_ms', 'at'])
      .where('run', '=', run)
      .$if(question !== undefined, (query) => query.where('question', '=', question ?? 0))
      .orderBy('question')
      .orderBy('at')
      .orderBy('people.person')
      .execute()
    return rows.map(({ person, name, question, chosen, correct, taken_ms, at }) => ({
      person: proper(personOf(person)),
      name,
      question,
      chosen: JSON.parse(chosen),
      correct: correct === 1,
      takenMs: taken_ms,
      at,
    }))
  }

  /** Counts the answers to a question so far. */
  async function countAnswers(run: string, question: number): Promise<number> {
    const { count } = await read
      .selectFrom('quiz_answers')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('run', '=', run)
      .where('question', '=', question)
      .executeTakeFirstOrThrow()
    return count
  }

  /** Marks the correct answers, after the question has closed, so that exported data can't reveal them early. */
  async function mark(run: string, question: number, right: unknown): Promise<void> {
    await write((db) =>
      db
        .updateTable('quiz_answers')
        .set({ correct: 1 })
        .where(({ and }) => and({ run, question, chosen: JSON.stringify(right) }))
        .execute(),
    )
  }

  return { answer, answersTo, countAnswers, mark }
}
