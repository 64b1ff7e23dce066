/** What people can do with a group quiz: begin it, answer, see their rank and, as its host, control it. */
import { z } from 'zod'
import type { Catalogue, Question } from '../../../../lessons/lessons.ts'
import type { Clock, Random } from '../../../core/clock.ts'
import type { Context } from '../../../core/command.ts'
import { UserError } from '../../../core/errors.ts'
import { personKey } from '../../../core/keys.ts'
import type { Message } from '../../../core/message.ts'
import type { AnswerOutcome } from '../../../store/quiz-answers.ts'
import type { Store } from '../../../store/store.ts'
import { newRun } from '../session-id.ts'
import { announcement } from './messages.ts'
import type { Control } from './moves.ts'
import { rankMessage } from './podium.ts'
import { chosenOptions, isForGroups, optionText, questionAt } from './question.ts'
import type { GroupQuizzes } from './runner.ts'
import { GROUP, type GroupQuiz, newState, readGroup, stepOf } from './state.ts'

const numbers = z.array(z.number()).catch([])

type Wanted = Readonly<{
  pool: readonly Question[]
  questions: number
  /** Seconds per question; 0 if the host moves on. */
  seconds: number
  topic: string
}>

type GroupDeps = Readonly<{
  catalogue: Catalogue
  groups: GroupQuizzes
  store: Pick<Store, 'quizzes'>
  clock: Clock
  random: Random
}>

/**
 * Creates the actions of group quizzes: begin, answer, control and rank. All of them throw a `UserError` for what
 * isn't possible.
 */
export function groupQuiz({ catalogue, groups, store, clock, random }: GroupDeps) {
  async function begin(wanted: Wanted, { request }: Context): Promise<Message> {
    const { person, place } = request
    if (place.direct) throw new UserError('Nobody else is here. Start it in a channel.')
    const questions = drawn(wanted.pool.filter(isForGroups), wanted.questions, random)
    if (questions.length === 0) throw new UserError('There are no group questions on this topic.')
    const settings = {
      seconds: secondsOf(wanted.seconds),
      thread: place.thread ?? null,
    }
    const now = clock()
    const state = newState(
      questions.map(({ id }) => id),
      now,
    )
    const { platform, workspace } = person
    const quiz = {
      run: newRun('group', now, random),
      kind: 'group',
      place: { platform, workspace, channel: place.channel },
      host: person,
      topic: topicOf(questions, wanted.topic, catalogue),
      settings,
      startedAt: now,
      ...stepOf(state, settings),
    } as const
    if (!(await store.quizzes.start(quiz))) {
      throw new UserError(
        'A quiz is already running in this channel. Its host or an admin can stop it.',
      )
    }
    await groups.tend(quiz.run)
    return announcement({ ...quiz, state, settings, version: 1, changedAt: now })
  }

  /** Stores an answer. Doesn't say whether it is right: everyone learns that at the same time. */
  async function answer(
    run: string,
    at: number,
    text: string,
    { request }: Context,
  ): Promise<Message> {
    const quiz = await found(run, store)
    const question = questionAt(catalogue, quiz, at)
    if (!question) throw new UserError('This question is no longer in the lessons.')
    const chosen = chosenOptions(question, text)
    const now = clock()
    const outcome = await store.quizzes.answer(
      run,
      {
        person: request.person,
        question: at,
        chosen,
        takenMs: Math.max(0, now - quiz.state.since),
        at: now,
      },
      GROUP.changes,
    )
    if (outcome === 'counted' || outcome === 'changed') groups.counted(run)
    if (outcome === 'closed') throw new UserError(closedBecause(quiz, at))
    const notice = OUTCOMES[outcome]
    const stands = outcome === 'final' ? await standing(run, at, request) : chosen
    const shown = stands.map((number) => optionText(question, number)).join(', ')
    return {
      blocks: [
        { kind: 'markdown', text: notice },
        { kind: 'facts', facts: [{ label: 'Your answer', value: shown }] },
      ],
      notice,
      audience: 'asker',
      done: true,
    }
  }

  /** The person's stored answer. */
  async function standing(
    run: string,
    at: number,
    request: Context['request'],
  ): Promise<readonly number[]> {
    const answers = await store.quizzes.answersTo(run, at)
    const mine = answers.find(({ person }) => personKey(person) === personKey(request.person))
    return numbers.parse(mine?.chosen)
  }

  async function control(
    run: string,
    at: number,
    act: Control,
    { request }: Context,
  ): Promise<Message> {
    const { host, status } = await found(run, store)
    const isHost = host !== null && personKey(host) === personKey(request.person)
    if (!isHost && !request.person.admin) {
      throw new UserError('Only the host of the quiz or an admin can do that.')
    }
    if (status === 'finished') throw new UserError('The quiz is over.')
    if (!(await groups.control(run, at, act))) {
      throw new UserError('The quiz has already moved on.')
    }
    const notice = DONE[act]
    return {
      blocks: [{ kind: 'markdown', text: notice }],
      notice,
      audience: 'asker',
      done: true,
    }
  }

  async function rank(run: string, { request }: Context): Promise<Message> {
    const quiz = await found(run, store)
    const answers = await store.quizzes.answersTo(run)
    return rankMessage(quiz, answers, request.person, catalogue)
  }

  return { begin, answer, control, rank }
}

const OUTCOMES: Readonly<Record<Exclude<AnswerOutcome, 'closed'>, string>> = {
  counted: 'Answer locked in. You can change it once.',
  changed: 'Changed. This answer is final.',
  same: "That's already your answer.",
  final: "You've already changed your answer once, so this one stays.",
}

const DONE: Readonly<Record<Control, string>> = {
  show: 'Showing the answer.',
  next: 'Next question.',
  pause: 'The quiz is paused.',
  'go-on': 'The quiz continues.',
  skip: 'Skipped: no points for this one.',
  stop: 'Quiz stopped.',
}

async function found(run: string, store: GroupDeps['store']): Promise<GroupQuiz> {
  const quiz = await store.quizzes.find(run)
  if (quiz?.kind === 'group') return readGroup(quiz)
  throw new UserError('This quiz no longer exists.', '/quiz group')
}

function closedBecause({ status, state }: GroupQuiz, at: number): string {
  const isWaiting = status === 'running' && state.at === at && state.pausedAt !== null
  return isWaiting
    ? 'The quiz is paused. You can answer when it resumes.'
    : 'This question is closed.'
}

function secondsOf(wanted: number): number | null {
  if (wanted === 0) return null
  const { least } = GROUP.seconds
  if (wanted < least)
    throw new UserError(`Give at least ${least} seconds, or 0 to move on yourself.`)
  return wanted
}

/** Draws questions at random and sorts them by level, easiest first. */
function drawn<Item extends Question>(
  pool: readonly Item[],
  total: number,
  random: Random,
): readonly Item[] {
  return pool
    .map((question) => ({ question, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .slice(0, total)
    .map(({ question }) => question)
    .toSorted((a, b) => a.level - b.level)
}

/** The topic in our own words, not as typed: everyone in the channel reads it. */
function topicOf(questions: readonly Question[], typed: string, { lessons }: Catalogue): string {
  const numbers = new Set(questions.map(({ lesson }) => lesson))
  const [only] = lessons.filter(({ number }) => numbers.has(number))
  if (numbers.size === 1 && only) return `“${only.title}”`
  const parts = new Set(lessons.filter(({ number }) => numbers.has(number)).map(({ part }) => part))
  const isPart = typed.trim() !== '' && parts.size === 1
  return isPart ? `part ${[...parts].join()}` : 'everything'
}
