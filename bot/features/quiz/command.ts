/** A solo quiz that adapts to the answers and explains each one immediately, or a quiz for everyone in a channel. */
import { z } from 'zod'
import type { Catalogue, Question } from '../../../lessons/lessons.ts'
import type { Clock, Random } from '../../core/clock.ts'
import { type Command, type Context, command, type OptionMeta } from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import { personKey } from '../../core/keys.ts'
import type { Block, Message } from '../../core/message.ts'
import type { Quiz } from '../../store/quizzes.ts'
import type { Store } from '../../store/store.ts'
import { findLessons } from '../lessons/find.ts'
import { suggestTopics } from '../lessons/suggest.ts'
import type { Settings } from '../settings/settings.ts'
import type { Grade } from './grading.ts'
import { groupQuiz } from './group/command.ts'
import { CONTROLS } from './group/moves.ts'
import type { GroupQuizzes } from './group/runner.ts'
import { GROUP } from './group/state.ts'
import { explained, gradeIn, present, unread } from './question-view.ts'
import { recordAnswer } from './record.ts'
import { isGroupRun, newRun } from './session-id.ts'
import { ending } from './solo/ending.ts'
import { answered, isOver, newSession, questionsOf, readSession } from './solo/session.ts'

const hidden = { hidden: true } satisfies OptionMeta

const options = z.strictObject({
  who: z
    .enum(['alone', 'group'])
    .default('alone')
    .meta({ description: 'group: everyone in this channel answers the same questions' }),
  questions: z.int().min(1).max(20).optional().meta({ description: 'How many, 1 to 20' }),
  seconds: z
    .int()
    .min(0)
    .max(GROUP.seconds.most)
    .optional()
    .meta({ description: 'Seconds per question in a group quiz; 0: the host moves on' }),
  topic: z
    .string()
    .max(100)
    .optional()
    .meta({
      description: 'Number or name of a lesson, a part such as B, or mixed',
      rest: true,
    } satisfies OptionMeta),
  run: z.string().optional().meta(hidden),
  /** Index of the question that `answer` is for. */
  at: z.int().optional().meta(hidden),
  answer: z.string().max(1000).optional().meta(hidden),
  /** Ends the quiz `run`. */
  stop: z.boolean().default(false).meta(hidden),
  /** Starts a quiz with the questions missed in `run`. */
  replay: z.boolean().default(false).meta(hidden),
  /** Action on a group quiz. */
  act: z
    .enum([...CONTROLS, 'rank'])
    .optional()
    .meta(hidden),
})

type Asked = Omit<z.output<typeof options>, 'who' | 'run'>

export type QuizDeps = Readonly<{
  catalogue: Catalogue
  /** Null if group quizzes aren't available. */
  groups: GroupQuizzes | null
  store: Store
  settings: Settings
  clock: Clock
  random: Random
}>

/** Declares `/quiz`: starts and continues quizzes, alone or with everyone in a channel. */
export function quizCommand(deps: QuizDeps): Command {
  const { catalogue, groups, store, settings, clock, random } = deps
  return command({
    name: 'quiz',
    summary: 'Answer questions on a lesson, a part or everything, alone or as a group',
    options,
    complete: { topic: async (typed) => suggestTopics(catalogue, typed) },
    async *answer({ who, run, ...asked }, context) {
      const isGroup = run === undefined ? who === 'group' : isGroupRun(run)
      yield await (isGroup ? together(run, asked, context) : alone(run, asked, context))
    },
  })

  async function together(run: string | undefined, asked: Asked, context: Context) {
    if (groups === null) throw new UserError("Group quizzes aren't available here.")
    const { topic = '', at = 0, answer = '', act } = asked
    const group = groupQuiz({ ...deps, groups })
    if (run !== undefined) {
      if (act === 'rank') return group.rank(run, context)
      return act ? group.control(run, at, act, context) : group.answer(run, at, answer, context)
    }
    const { quizQuestions, quizSeconds } = await settings.of(context.request.person)
    const { questions = quizQuestions, seconds = quizSeconds } = asked
    return group.begin({ pool: poolOf(catalogue, topic), questions, seconds, topic }, context)
  }

  async function alone(run: string | undefined, asked: Asked, context: Context) {
    const { topic = '', at, answer = '', replay, stop } = asked
    if (run !== undefined && replay)
      return begin(await missedIn(run, context), 20, 'missed', context)
    if (run !== undefined) return goOn(run, stop ? null : { at, answer }, context)
    const { quizQuestions } = await settings.of(context.request.person)
    return begin(poolOf(catalogue, topic), asked.questions ?? quizQuestions, topic, context)
  }

  async function begin(
    pool: readonly Question[],
    total: number,
    topic: string,
    { request }: Context,
  ): Promise<Message> {
    const { person, place } = request
    const before = await store.quizzes.runningOf(person)
    if (before) {
      return above([UNDER_WAY], present(before.run, readSession(before.state), catalogue))
    }
    const now = clock()
    const state = newSession(pool, total, now, random)
    const run = newRun('solo', now, random)
    await store.quizzes.start({
      run,
      kind: 'solo',
      place: { platform: person.platform, workspace: person.workspace, channel: place.channel },
      host: person,
      topic: topic.trim() || 'mixed',
      settings: {},
      startedAt: now,
      status: 'running',
      question: 0,
      deadline: null,
      state,
    })
    const running = await store.quizzes.runningOf(person)
    if (!running) throw new Error('a quiz that was started is not running')
    return present(running.run, readSession(running.state), catalogue)
  }

  async function goOn(
    run: string,
    given: Readonly<{ at: number | undefined; answer: string }> | null,
    context: Context,
  ): Promise<Message> {
    const quiz = await own(run, context, store)
    const before = readSession(quiz.state)
    if (quiz.status === 'finished') return ending(run, before, catalogue)
    const now = clock()
    if (given === null) {
      const after = { ...before, total: before.right.length }
      await store.quizzes.step(run, quiz.version, finished(after), now)
      return ending(run, after, catalogue)
    }
    const at = before.right.length
    const [question] = questionsOf(catalogue, before.asked.slice(at))
    // The button was pressed twice, or the lessons no longer have this question: show the current state again.
    if (!question || given.at !== at) return present(run, before, catalogue)
    const mark = gradeIn(run, question, given.answer)
    if (mark instanceof UserError) return above([unread(mark)], present(run, before, catalogue))
    const pool = questionsOf(catalogue, before.pool)
    const after = answered(before, mark.correct, pool, now, random)
    const step = isOver(after)
      ? finished(after)
      : ({ status: 'running', question: at + 1, deadline: null, state: after } as const)
    const counted = await store.together(async (areas) => {
      if (!(await areas.quizzes.step(run, quiz.version, step, now))) return null
      return recordAnswer(areas, context.request.person, question, {
        source: `${run}/${at}`,
        chosen: given.answer,
        correct: mark.correct,
        takenMs: now - before.askedAt,
        at: now,
        context: 'solo',
      })
    })
    if (counted === null) return goOn(run, { at: -1, answer: '' }, context)
    return withExplanation(
      mark,
      isOver(after) ? ending(run, after, catalogue) : present(run, after, catalogue),
    )
  }

  async function missedIn(run: string, context: Context): Promise<readonly Question[]> {
    const { asked, right } = readSession((await own(run, context, store)).state)
    return questionsOf(
      catalogue,
      asked.filter((_, index) => right[index] === false),
    )
  }
}

const UNDER_WAY: Block = {
  kind: 'markdown',
  text: 'You already have a quiz in progress. Continue it, or end it to start another.',
}

/** Anyone who knows the id could send this action, so the person is checked: a solo quiz belongs to its host. */
async function own(run: string, { request }: Context, store: Store): Promise<Quiz> {
  const quiz = await store.quizzes.find(run)
  if (quiz?.kind === 'solo' && quiz.host && personKey(quiz.host) === personKey(request.person)) {
    return quiz
  }
  throw new UserError('This quiz no longer exists.', '/quiz')
}

function finished(state: unknown) {
  return { status: 'finished', question: null, deadline: null, state } as const
}

function withExplanation(mark: Grade, next: Message): Message {
  const notice = `${mark.correct ? 'Right.' : 'Not quite.'} ${next.notice}`
  return { ...above(explained(mark), next), notice }
}

function above(blocks: readonly Block[], message: Message): Message {
  return { ...message, blocks: [...blocks, ...message.blocks] }
}

function poolOf(catalogue: Catalogue, topic: string): readonly Question[] {
  const name = topic.trim()
  if (name === '' || /^mixed$/i.test(name))
    return catalogue.lessons.flatMap((each) => each.questions)
  return findLessons(catalogue, name).flatMap((each) => each.questions)
}
