/** The steps of a group quiz: what is written to the store, and what is posted in the channel. */
import type { Catalogue } from '../../../../lessons/lessons.ts'
import type { Clock } from '../../../core/clock.ts'
import { personKey } from '../../../core/keys.ts'
import type { Log } from '../../../core/log.ts'
import type { Message } from '../../../core/message.ts'
import type { ChannelRef, Platforms, Posted } from '../../../core/platform.ts'
import type { Store } from '../../../store/store.ts'
import { recordAnswer } from '../record.ts'
import { answerMessage, leftMessage, openingMessage, questionMessage } from './messages.ts'
import { type Control, controlled, toEnd, toNext, toSeen, toShown } from './moves.ts'
import { podium } from './podium.ts'
import { questionAt, rightOptions } from './question.ts'
import { pointsFor } from './scoring.ts'
import { GROUP, type GroupQuiz, type GroupState, readGroup, stepOf } from './state.ts'

export type StepperDeps = Readonly<{
  store: Store
  platforms: Platforms
  catalogue: Catalogue
  clock: Clock
  log: Log
}>

/** Answers per transaction. Small, because others need to write too. */
const RECORDED_AT_ONCE = 25

/** Methods that make a step return the version they created, or 0 if another process made the step first. */
export type Course = Readonly<{
  /** The quiz; null if it isn't running. */
  find(run: string): Promise<GroupQuiz | null>
  /** Posts the current question. */
  ask(quiz: GroupQuiz): Promise<number>
  /** Makes the step that is due. */
  goOn(quiz: GroupQuiz): Promise<number>
  /** Copies the answers to the last marked question to people's own records. Idempotent. */
  record(quiz: GroupQuiz): Promise<void>
  /** Posts the closing message and finishes the quiz. */
  end(quiz: GroupQuiz): Promise<void>
  finish(quiz: GroupQuiz): Promise<void>
  /** Redraws the message of the current question, again if the quiz moves on meanwhile. */
  draw(run: string): Promise<void>
  /** Carries out a host's action; null if the quiz has moved on. It can be stopped from any of its messages. */
  control(run: string, at: number, act: Control): Promise<number | null>
}>

/** Creates the steps of group quizzes: each one updates the store by version, then posts or edits messages. */
export function createStepper({ store, platforms, catalogue, clock, log }: StepperDeps): Course {
  async function find(run: string): Promise<GroupQuiz | null> {
    const quiz = await store.quizzes.find(run)
    return quiz?.kind === 'group' && quiz.status === 'running' ? readGroup(quiz) : null
  }

  async function step({ run, version, settings }: GroupQuiz, to: GroupState): Promise<number> {
    const isMine = await store.quizzes.step(run, version, stepOf(to, settings), clock())
    return isMine ? version + 1 : 0
  }

  async function ask(quiz: GroupQuiz): Promise<number> {
    const { run, state } = quiz
    const question = questionAt(catalogue, quiz)
    if (!question) return step(quiz, toNext(state, clock()))
    const message = questionMessage(quiz, question, 0)
    const spot = state.at === 0 ? await opened(quiz) : spotOf(quiz)
    const posted = await platforms.post(spot, message, `quiz ${run} ${state.at}`)
    for (;;) {
      const now = await find(run)
      const after = now && toSeen(now.state, state.at, posted, clock())
      if (!now || !after) {
        // The question was skipped while it was being posted.
        await retire(quiz, posted)
        return 0
      }
      const version = await step(now, after)
      if (version > 0) return version
    }
  }

  /** Where the questions are posted: a thread of its own if the platform prefers that. Idempotent. */
  async function opened(quiz: GroupQuiz): Promise<ChannelRef> {
    const spot = spotOf(quiz)
    if (spot.thread || !platforms.prefersThreads(spot.platform)) return spot
    const message = openingMessage(quiz)
    const posted = await platforms.post(spot, message, `quiz ${quiz.run} opens`)
    return platforms.openThread(posted, message.notice)
  }

  async function goOn(quiz: GroupQuiz): Promise<number> {
    const { state, settings } = quiz
    const now = clock()
    if (state.pausedAt !== null) return move(quiz, toEnd(state, 'idle', now))
    if (state.phase === 'asking') return reveal(quiz)
    const isIdle = state.phase === 'shown' && (settings.seconds === null || (await isLeft(quiz)))
    return move(quiz, isIdle ? toEnd(state, 'idle', now) : toNext(state, now))
  }

  /** Whether the last few questions got no answers. */
  async function isLeft({ run, state }: GroupQuiz): Promise<boolean> {
    const last = state.marked.slice(-GROUP.unanswered)
    if (last.length < GROUP.unanswered) return false
    const answers = await store.quizzes.answersTo(run)
    return !answers.some(({ question }) => last.includes(question))
  }

  async function move(quiz: GroupQuiz, to: GroupState): Promise<number> {
    const version = await step(quiz, to)
    const { posted } = quiz.state
    if (version > 0 && posted) await retire(quiz, posted)
    return version
  }

  /** Closes the question, marks its answers and awards points in one transaction, then shows the answer. */
  async function reveal(quiz: GroupQuiz): Promise<number> {
    const { run, version, place, settings, state } = quiz
    const question = questionAt(catalogue, quiz)
    const now = clock()
    if (!question) return move(quiz, toNext(state, now))
    const isMine = await store.together(async ({ quizzes, points }) => {
      if (!(await quizzes.step(run, version, stepOf(toShown(state, now), settings), now))) {
        return false
      }
      await quizzes.mark(run, state.at, rightOptions(question))
      const earned = (await quizzes.answersTo(run, state.at)).map((given) => ({
        person: given.person,
        points: pointsFor(given.correct, given.takenMs, settings),
      }))
      await points.awardAll(earned, { question: question.id, place, at: now })
      return true
    })
    if (!isMine) return 0
    await draw(run)
    return version + 1
  }

  async function record(quiz: GroupQuiz): Promise<void> {
    const { run, state } = quiz
    const at = state.marked.at(-1) ?? 0
    const question = questionAt(catalogue, quiz, at)
    if (!question) return
    const people = (await store.quizzes.answersTo(run, at)).map(({ person }) => personKey(person))
    for (let from = 0; from < people.length; from += RECORDED_AT_ONCE) {
      const some = new Set(people.slice(from, from + RECORDED_AT_ONCE))
      await store.together(async (areas) => {
        // Read again, so that people who deleted their data meanwhile aren't included.
        for (const given of await areas.quizzes.answersTo(run, at)) {
          const { person, name, question: _, ...answer } = given
          if (!some.has(personKey(person))) continue
          const source = `${run}/${at}`
          const context = 'group'
          await recordAnswer(areas, { ...person, name }, question, { ...answer, source, context })
        }
      })
    }
  }

  async function end(quiz: GroupQuiz): Promise<void> {
    const answers = await store.quizzes.answersTo(quiz.run)
    await platforms.post(spotOf(quiz), podium(quiz, answers, catalogue), `quiz ${quiz.run} end`)
    await finish(quiz)
  }

  async function finish({ run, version, state, settings }: GroupQuiz): Promise<void> {
    const finished = { ...stepOf(state, settings), status: 'finished', question: null } as const
    await store.quizzes.step(run, version, { ...finished, deadline: null }, clock())
  }

  async function draw(run: string): Promise<void> {
    for (;;) {
      const quiz = await find(run)
      const posted = quiz?.state.posted
      if (!quiz || !posted) return
      const message = await messageOf(quiz)
      if (message) await edit(posted, message)
      const now = await find(run)
      if (now?.version === quiz.version) return
      if (now?.state.at !== quiz.state.at) return retire(quiz, posted)
    }
  }

  async function messageOf(quiz: GroupQuiz): Promise<Message | null> {
    const { run, state } = quiz
    const question = questionAt(catalogue, quiz)
    if (!question || (state.phase !== 'asking' && state.phase !== 'shown')) return null
    if (state.phase === 'asking') {
      return questionMessage(quiz, question, await store.quizzes.countAnswers(run, state.at))
    }
    return answerMessage(quiz, question, await store.quizzes.answersTo(run), true)
  }

  /** Removes the buttons from the message of a question that the quiz has left. */
  async function retire(quiz: GroupQuiz, posted: Posted): Promise<void> {
    const question = questionAt(catalogue, quiz)
    const now = await store.quizzes.find(quiz.run)
    if (!question || !now) return
    const { at } = quiz.state
    const marked = readGroup(now).state.marked.filter((each) => each <= at)
    const state: GroupState = { ...quiz.state, pausedAt: null, marked }
    const past = { ...quiz, state }
    if (!marked.includes(at)) return edit(posted, leftMessage(past, question))
    const answers = await store.quizzes.answersTo(quiz.run)
    await edit(posted, answerMessage(past, question, answers, false))
  }

  /** Edits a message. A failure is only logged, so that an unavailable platform doesn't hold up the quiz. */
  async function edit(posted: Posted, message: Message): Promise<void> {
    try {
      await platforms.edit(posted, message)
    } catch (err) {
      log.warn({ err }, 'a message of a group quiz could not be edited')
    }
  }

  async function control(run: string, at: number, act: Control): Promise<number | null> {
    for (;;) {
      const quiz = await find(run)
      const isHere = quiz?.state.at === at || act === 'stop'
      const to = quiz && isHere ? controlled(quiz.state, act, clock()) : null
      if (!quiz || !to) return null
      const version = await carryOut(quiz, act, to)
      if (version > 0) return version
    }
  }

  async function carryOut(quiz: GroupQuiz, act: Control, to: GroupState): Promise<number> {
    if (act === 'show') return reveal(quiz)
    if (act !== 'pause' && act !== 'go-on') return move(quiz, to)
    const version = await step(quiz, to)
    if (version > 0) await draw(quiz.run)
    return version
  }

  return { find, ask, goOn, record, end, finish, draw, control }
}

function spotOf({ place, settings, state }: GroupQuiz): ChannelRef {
  const thread = state.thread ?? settings.thread
  return thread === null ? place : { ...place, thread }
}
