/** What was answered before comes back before it is forgotten. */
import { z } from 'zod'
import type { Catalogue, Question } from '../../lessons/lessons.ts'
import { type Command, type Context, command, type OptionMeta } from '../command.ts'
import { UserError } from '../errors.ts'
import { grade } from '../learning/grading.ts'
import { recordAnswer } from '../learning/record.ts'
import { RATINGS, type Rated, rerated } from '../learning/repetition.ts'
import { questionsOf } from '../learning/session.ts'
import { shownLines, shownOptions } from '../learning/shown.ts'
import type { Block, Choice, Message } from '../message.ts'
import type { Review } from '../store/reviews.ts'
import { away, count } from '../text/quantities.ts'
import { asking, explained } from './quiz/question.ts'

const hidden = { hidden: true } satisfies OptionMeta

const options = z.strictObject({
  /** Id of the question that `answer` is to, or that `rated` corrects. */
  question: z.string().max(100).optional().meta(hidden),
  /** When it was due, which tells this review of it from every other, and when it was asked: epoch ms. */
  due: z.number().optional().meta(hidden),
  asked: z.number().optional().meta(hidden),
  answer: z.string().max(1000).optional().meta(hidden),
  rated: z.enum(RATINGS).optional().meta(hidden),
})

/** More than anybody answers at a time; those beyond are counted when these are done. */
const MOST_DUE = 500

export function reviewCommand(catalogue: Catalogue): Command {
  return command({
    name: 'review',
    summary: 'Answer again what is due, so that it stays with you',
    options,
    async *answer(given, context) {
      if (given.question === undefined) yield next([], context)
      else if (given.rated) yield correct(given.question, given.rated, context)
      else yield answered(given.question, given, context)
    },
  })

  /** The question that is due longest, below what is said of the one before. */
  async function next(before: readonly Block[], context: Context): Promise<Message> {
    const { request, store, clock } = context
    const now = clock()
    const due = await store.reviews.due(request.person, now, MOST_DUE)
    const questions = questionsOf(
      catalogue,
      due.map(({ question }) => question),
    )
    const [question] = questions
    const review = due.find((each) => each.question === question?.id)
    if (!question || !review) return nothingDue(before, context)
    const notice = `${count(questions.length, 'question')} due.`
    return said(notice, [
      ...before,
      { kind: 'markdown', text: `**${notice}**` },
      ...ask(question, review, now),
    ])
  }

  async function answered(
    id: string,
    {
      due = 0,
      asked = 0,
      answer = '',
    }: Readonly<{
      due?: number | undefined
      asked?: number | undefined
      answer?: string | undefined
    }>,
    context: Context,
  ): Promise<Message> {
    const { request, store, clock } = context
    const question = known(id)
    const run = runOf(due)
    const mark = grade(shownOptions(run, question), answer, shownLines(run, question))
    const at = clock()
    const recorded = await store.together((areas) =>
      recordAnswer(areas, request.person, question, {
        source: `review/${id}/${due}`,
        chosen: answer,
        correct: mark.correct,
        takenMs: Math.max(0, at - asked),
        at,
        context: 'review',
      }),
    )
    if (recorded === null) return next([ANSWERED], context)
    return next([...explained(mark), ...comesBack(id, recorded.rated, recorded.due, at)], context)
  }

  async function correct(id: string, rated: Rated, context: Context): Promise<Message> {
    const { request, store, clock } = context
    known(id)
    const at = clock()
    const review = await store.together(async ({ reviews }) => {
      const last = await reviews.find(request.person, id)
      if (last === null) return null
      const better = rerated(last, rated)
      await reviews.put(request.person, better, at)
      return better
    })
    if (review === null)
      throw new UserError('That question is not among yours any more.', '/review')
    return next(comesBack(id, rated, review.card.due, at), context)
  }

  function known(id: string): Question {
    const [question] = questionsOf(catalogue, [id])
    if (question) return question
    throw new UserError('This question has left the lessons.', '/review')
  }
}

async function nothingDue(
  before: readonly Block[],
  { request, store, clock }: Context,
): Promise<Message> {
  const first = await store.reviews.nextDue(request.person)
  const notice =
    first === null
      ? 'Nothing to review yet: what you answer in a quiz comes back here.'
      : `Nothing is due. The next question comes back ${away(first - clock())}.`
  const quiz: Choice = { label: 'Take a quiz', action: { command: 'quiz', options: {} } }
  return said(notice, [
    ...before,
    { kind: 'markdown', text: notice },
    { kind: 'choices', choices: [quiz] },
  ])
}

function ask(question: Question, { card: { due } }: Review, asked: number): readonly Block[] {
  const run = runOf(due)
  return asking(shownOptions(run, question), shownLines(run, question), {
    command: 'review',
    options: { question: question.id, due, asked },
    replaces: true,
  })
}

/** Each review shuffles anew, and the same one never. */
function runOf(due: number): string {
  return `review ${due}`
}

const ANSWERED: Block = { kind: 'markdown', text: 'That one is answered already.' }

/** How the answer was taken, and what to press where that is off. */
function comesBack(question: string, rated: Rated, due: number, now: number): readonly Block[] {
  const others = RATINGS.filter((each) => each !== rated)
  return [
    {
      kind: 'choices',
      prompt: `Taken as ${rated}: it comes back ${away(due - now)}. If that is off, it was`,
      choices: others.map((each) => ({
        label: each,
        action: { command: 'review', options: { question, rated: each }, replaces: true },
      })),
    },
  ]
}

function said(notice: string, blocks: readonly Block[]): Message {
  return { blocks, notice, audience: 'asker', done: true }
}
