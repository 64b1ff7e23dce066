/** Running quizzes, solo or in a channel, with enough state to continue after a crash. */
import type { Selectable } from 'kysely'
import {
  type Channel,
  channelKey,
  channelOf,
  type NamedPerson,
  type PersonId,
  personKey,
  personOf,
  proper,
  type Workspace,
  workspaceKey,
} from '../core/keys.ts'
import type { Access } from './database.ts'
import { upsertPerson } from './people.ts'
import { quizAnswers } from './quiz-answers.ts'
import type { Schema } from './schema.ts'

/** The part of a quiz that changes with each step. */
export type QuizStep = Readonly<{
  status: 'running' | 'finished'
  /** Index of the open question; null while none is open. */
  question: number | null
  /** The last ms at which the question accepts answers; null when the host ends it. */
  deadline: number | null
  /** Any JSON value without personal data, which is kept separately so that it can be deleted. */
  state: unknown
}>

export type NewQuiz = Readonly<{
  /** Unique id, chosen by the caller. */
  run: string
  kind: 'solo' | 'group'
  place: Channel
  host: NamedPerson
  topic: string
  /** Any JSON value. */
  settings: unknown
  startedAt: number
}> &
  QuizStep

export type Quiz = Omit<NewQuiz, 'host'> &
  Readonly<{
    /** Null after the host's data was deleted. */
    host: PersonId | null
    /** Increases by one with each step. */
    version: number
    changedAt: number
  }>

/** Queries for quizzes and, through `quizAnswers`, their answers. */
export function quizzes(access: Access) {
  const { read, write } = access
  /**
   * Starts a quiz. Returns false when one is running: a channel has one of kind `group`, a person one of kind `solo`.
   */
  async function start(quiz: NewQuiz): Promise<boolean> {
    return write(async (db) => {
      const host = await upsertPerson(db, quiz.host, quiz.startedAt)
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
   * Moves a quiz from `version` to the next. Returns false, and changes nothing, when another process did so already.
   * Inside `together`, step first and read the answers afterwards: then a concurrent answer is either among them or
   * was rejected because the question had closed.
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

  /** Running group quizzes, oldest first; they continue by themselves. */
  async function runningGroups(): Promise<readonly Quiz[]> {
    const rows = await runningRows().where('kind', '=', 'group').orderBy('started_at').execute()
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

  /** Deletes quizzes of a workspace that finished before `before`, with their answers. */
  async function forget(workspace: Workspace, before: number): Promise<void> {
    await write((db) =>
      db
        .deleteFrom('quiz_runs')
        .where('workspace', '=', workspaceKey(workspace))
        .where('status', '=', 'finished')
        .where('changed_at', '<', before)
        .execute(),
    )
  }

  function runningRows() {
    return read.selectFrom('quiz_runs').selectAll().where('status', '=', 'running')
  }

  return { start, step, find, runningGroups, runningIn, runningOf, forget, ...quizAnswers(access) }
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
