/**
 * Quizzes under way, alone or in a channel, and their answers: enough to go on after a crash with every
 * confirmed answer counted once.
 */
import type { Selectable } from 'kysely'
import type { Access } from './database.ts'
import {
  type Channel,
  channelKey,
  channelOf,
  type Known,
  type PersonId,
  personKey,
  personOf,
  workspaceKey,
} from './keys.ts'
import { acquainted } from './people.ts'
import type { Schema } from './schema.ts'

/** What changes from step to step. */
export type QuizStep = Readonly<{
  status: 'running' | 'finished'
  /** Place of the question that takes answers now; null while none does. */
  question: number | null
  /** The last ms at which it takes an answer; null when the host ends it. */
  deadline: number | null
  /** Any JSON value, but nothing about people: their answers are kept apart and deleted on their wish. */
  state: unknown
}>

export type NewQuiz = Readonly<{
  /** Unique, from whoever starts it. */
  run: string
  kind: 'solo' | 'group'
  place: Channel
  host: Known
  topic: string
  /** Any JSON value. */
  settings: unknown
  startedAt: number
}> &
  QuizStep

export type Quiz = Omit<NewQuiz, 'host'> &
  Readonly<{
    /** Null when the host's data was deleted. */
    host: PersonId | null
    /** Grows by one with each step. */
    version: number
    changedAt: number
  }>

export type QuizAnswer = Readonly<{
  person: PersonId
  name: string
  question: number
  chosen: unknown
  correct: boolean
  takenMs: number
  at: number
}>

/**
 * `counted`: the first one; `changed`: it takes the place of the one before; `same`: it was given already;
 * `final`: no more changes are allowed; `closed`: the question takes no answers, or not any more.
 */
export type AnswerOutcome = 'counted' | 'changed' | 'same' | 'final' | 'closed'

export function quizzes({ kind: database, read, write }: Access) {
  /** False when one is running: a channel has one of kind `group`, a person one of kind `solo`. */
  async function start(quiz: NewQuiz): Promise<boolean> {
    return write(async (db) => {
      const host = await acquainted(db, quiz.host, quiz.startedAt)
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('quiz_runs')
        .values({
          run: quiz.run,
          kind: quiz.kind,
          workspace: workspaceKey(quiz.place),
          channel: channelKey(quiz.place),
          host,
          topic: quiz.topic,
          settings: JSON.stringify(quiz.settings),
          version: 1,
          ...stepRow(quiz),
          started_at: quiz.startedAt,
          changed_at: quiz.startedAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    })
  }

  /**
   * Goes from `version` to the next; false when someone else has gone on from there, and then nothing changes.
   * Inside `together`, step first and read the answers after it: then whoever answers at the same moment is
   * either among them or was told that the question is closed.
   */
  async function step(run: string, version: number, to: QuizStep, at: number): Promise<boolean> {
    return write(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('quiz_runs')
        .set({ ...stepRow(to), version: version + 1, changed_at: at })
        .where('run', '=', run)
        .where('version', '=', version)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
    })
  }

  async function find(run: string): Promise<Quiz | null> {
    const row = await read
      .selectFrom('quiz_runs')
      .selectAll()
      .where('run', '=', run)
      .executeTakeFirst()
    return row ? quizOf(row) : null
  }

  /** What goes on after a restart; the oldest first. */
  async function running(): Promise<readonly Quiz[]> {
    const rows = await runningRows().orderBy('started_at').execute()
    return rows.map(quizOf)
  }

  async function runningIn(channel: Channel): Promise<Quiz | null> {
    const row = await runningRows()
      .where('kind', '=', 'group')
      .where('channel', '=', channelKey(channel))
      .executeTakeFirst()
    return row ? quizOf(row) : null
  }

  async function runningOf(person: PersonId): Promise<Quiz | null> {
    const row = await runningRows()
      .where('kind', '=', 'solo')
      .where('host', '=', personKey(person))
      .executeTakeFirst()
    return row ? quizOf(row) : null
  }

  /** Resolves when the outcome is on the disk. `changesAllowed`: how often a counted answer may be changed. */
  async function answer(
    run: string,
    given: Omit<QuizAnswer, 'person' | 'name'> & Readonly<{ person: Known }>,
    changesAllowed: number,
  ): Promise<AnswerOutcome> {
    const { question, at, person } = given
    const row = {
      chosen: JSON.stringify(given.chosen),
      correct: Number(given.correct),
      taken_ms: given.takenMs,
      at,
    }
    return write(async (db) => {
      const open = await db
        .selectFrom('quiz_runs')
        .select('run')
        .where('run', '=', run)
        .where('status', '=', 'running')
        .where('question', '=', question)
        .where(({ or, eb }) => or([eb('deadline', 'is', null), eb('deadline', '>=', at)]))
        // Many answer at once, but not while the quiz takes a step. SQLite has one writer anyway.
        .$if(database === 'postgres', (query) => query.forShare())
        .executeTakeFirst()
      if (!open) return 'closed'
      const key = await acquainted(db, person, at)
      const first = await db
        .insertInto('quiz_answers')
        .values({ run, question, person: key, changes: 0, ...row })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      if (first.numInsertedOrUpdatedRows === 1n) return 'counted'
      const change = await db
        .updateTable('quiz_answers')
        .set(({ eb }) => ({ ...row, changes: eb('changes', '+', 1) }))
        .where('run', '=', run)
        .where('question', '=', question)
        .where('person', '=', key)
        .where('chosen', '!=', row.chosen)
        .where('changes', '<', changesAllowed)
        .executeTakeFirstOrThrow()
      if (change.numUpdatedRows === 1n) return 'changed'
      const { chosen } = await db
        .selectFrom('quiz_answers')
        .select('chosen')
        .where('run', '=', run)
        .where('question', '=', question)
        .where('person', '=', key)
        .executeTakeFirstOrThrow()
      return chosen === row.chosen ? 'same' : 'final'
    })
  }

  /** Of one question, or of all; the earliest first. */
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

  /** How many have answered so far. */
  async function countAnswers(run: string, question: number): Promise<number> {
    const { count } = await read
      .selectFrom('quiz_answers')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('run', '=', run)
      .where('question', '=', question)
      .executeTakeFirstOrThrow()
    return count
  }

  function runningRows() {
    return read.selectFrom('quiz_runs').selectAll().where('status', '=', 'running')
  }

  return {
    start,
    step,
    find,
    running,
    runningIn,
    runningOf,
    answer,
    answersTo,
    countAnswers,
  }
}

function stepRow({ status, question, deadline, state }: QuizStep) {
  return { status, question, deadline, state: JSON.stringify(state) }
}

function quizOf(row: Selectable<Schema['quiz_runs']>): Quiz {
  const { workspace: _, channel, host, settings, state, started_at, changed_at, ...rest } = row
  return {
    ...rest,
    place: proper(channelOf(channel)),
    host: host === null ? null : proper(personOf(host)),
    settings: JSON.parse(settings),
    state: JSON.parse(state),
    startedAt: started_at,
    changedAt: changed_at,
  }
}

/** The keys in the store are of its own making. */
function proper<Named>(named: Named | null): Named {
  if (named === null) throw new Error('the store has a key that is none')
  return named
}
