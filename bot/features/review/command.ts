/** Reviews: questions answered before are asked again before they are forgotten. */
import { z } from 'zod'
import type { Catalogue, Question } from '../../../lessons/lessons.ts'
import type { Clock } from '../../core/clock.ts'
import { type Command, type Context, command, type OptionMeta } from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import type { Block, Choice, Message } from '../../core/message.ts'
import { away, count } from '../../lib/text/quantities.ts'
import type { Store } from '../../store/store.ts'
import { explained, gradeIn, questionBlocks, unread } from '../quiz/question-view.ts'
import { recordAnswer } from '../quiz/record.ts'
import { questionsOf } from '../quiz/solo/session.ts'
import { dueReviews } from './due.ts'
import { RATINGS, type Rated, rerated } from './repetition.ts'

const hidden = { hidden: true } satisfies OptionMeta

const options = z.strictObject({
  /** Id of the question that `answer` is for, or whose last answer (at `at`) should be rated as `rated` instead. */
  question: z.string().max(100).optional().meta(hidden),
  /** When it was due, which identifies this review, and when it was asked; epoch ms. */
  due: z.number().default(0).meta(hidden),
  asked: z.number().default(0).meta(hidden),
  answer: z.string().max(1000).default('').meta(hidden),
  rated: z.enum(RATINGS).optional().meta(hidden),
  at: z.number().default(0).meta(hidden),
})

/** A question in one review; times in epoch ms. */
type Asked = Readonly<{ question: Question; due: number; asked: number }>

export type ReviewDeps = Readonly<{ catalogue: Catalogue; store: Store; clock: Clock }>

/** Declares `/review`: asks the questions that are due again and schedules their next review. */
export function reviewCommand({ catalogue, store, clock }: ReviewDeps): Command {
  return command({
    name: 'review',
    summary: "Review the questions that are due, so you don't forget the answers",
    options,
    async *answer({ question: id, due, asked, answer, rated, at }, context) {
      if (id === undefined) yield next([], context)
      else if (rated) yield corrected(known(id), rated, at, context)
      else yield answered({ question: known(id), due, asked }, answer, context)
    },
  })

  /** The question that has been due longest, below the feedback on the previous one. */
  async function next(
    before: readonly Block[],
    { request }: Context,
    since?: number,
  ): Promise<Message> {
    const now = clock()
    const { due, first } = dueReviews(catalogue, await store.reviews.dues(request.person), now)
    const [longest] = due
    if (longest) return present(before, { ...longest, asked: since ?? now }, due.length)
    return nothingDue(before, first === null ? null : first - now)
  }

  async function answered(asked: Asked, answer: string, context: Context): Promise<Message> {
    const { request } = context
    const { question, due } = asked
    const mark = gradeIn(runOf(due), question, answer)
    if (mark instanceof UserError) return next([unread(mark)], context, asked.asked)
    const at = clock()
    const recorded = await store.together(async (areas) => {
      const last = await areas.reviews.find(request.person, question.id)
      // The button was pressed twice, or the question was answered in a quiz since then.
      if (last?.card.due !== due) return null
      return recordAnswer(areas, request.person, question, {
        source: `review/${question.id}/${due}`,
        chosen: answer,
        correct: mark.correct,
        takenMs: Math.max(0, at - asked.asked),
        at,
        context: 'review',
      })
    })
    if (recorded === null) return next([ANSWERED], context)
    const taken = comesBack(question, recorded.rated, recorded.due, at, at)
    return next([...explained(mark), taken], context)
  }

  async function corrected(
    question: Question,
    rated: Rated,
    at: number,
    context: Context,
  ): Promise<Message> {
    const { request } = context
    const now = clock()
    const better = await store.together(async ({ reviews }) => {
      const last = await reviews.find(request.person, question.id)
      if (last?.card.lastReview !== at) return null
      const better = rerated(last, rated)
      await reviews.put(request.person, better, now)
      return better
    })
    if (better === null) return next([TOO_LATE], context)
    return next([comesBack(question, rated, better.card.due, at, now)], context)
  }

  function known(id: string): Question {
    const [question] = questionsOf(catalogue, [id])
    if (question) return question
    throw new UserError('This question is no longer in the lessons.', '/review')
  }
}

function present(
  before: readonly Block[],
  { question, due, asked }: Asked,
  dueNow: number,
): Message {
  const notice = `${count(dueNow, 'question')} due.`
  return said(notice, [
    ...before,
    { kind: 'markdown', text: `**${notice}**` },
    ...questionBlocks(runOf(due), question, {
      command: 'review',
      options: { question: question.id, due, asked },
      replaces: true,
    }),
  ])
}

function nothingDue(before: readonly Block[], nextMs: number | null): Message {
  const notice =
    nextMs === null
      ? 'Nothing to review yet. Questions you answer in quizzes come back here.'
      : `Nothing is due. The next review is ${away(nextMs)}.`
  const quiz: Choice = { label: 'Take a quiz', action: { command: 'quiz', options: {} } }
  return said(notice, [
    ...before,
    { kind: 'markdown', text: notice },
    { kind: 'choices', choices: [quiz] },
  ])
}

/** Options are shuffled differently for each review, but stay the same within one. */
function runOf(due: number): string {
  return `review ${due}`
}

const ANSWERED: Block = { kind: 'markdown', text: 'That one is answered already.' }
const TOO_LATE: Block = { kind: 'markdown', text: 'That one was answered again since then.' }

/** How the answer at `at` was rated, with buttons to correct that. */
function comesBack({ id }: Question, rated: Rated, due: number, at: number, now: number): Block {
  const others = RATINGS.filter((each) => each !== rated)
  return {
    kind: 'choices',
    prompt: `Rated ${rated}: you'll see it again ${away(due - now)}. If that's wrong, it was`,
    choices: others.map((each) => ({
      label: each,
      action: { command: 'review', options: { question: id, rated: each, at }, replaces: true },
    })),
  }
}

function said(notice: string, blocks: readonly Block[]): Message {
  return { blocks, notice, audience: 'asker', done: true }
}
