/** A tip on request, and the answers to questions that were posted by a schedule. */
import { z } from 'zod'
import type { Catalogue, Question } from '../../../lessons/lessons.ts'
import type { Clock, Random } from '../../core/clock.ts'
import { type Command, type Context, command, type OptionMeta } from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import type { Block, Message } from '../../core/message.ts'
import { count } from '../../lib/text/quantities.ts'
import type { Store } from '../../store/store.ts'
import type { Occurrence } from '../../store/tip-occurrences.ts'
import { grade } from '../quiz/grading.ts'
import { explained } from '../quiz/question-view.ts'
import { recordAnswer } from '../quiz/record.ts'
import { shownOptions } from '../quiz/shown.ts'
import { findItem, itemMessage, itemsOf, keyOf } from './schedule/items.ts'

const hidden = { hidden: true } satisfies OptionMeta

const options = z.strictObject({
  /** The occurrence that `answer` is for. */
  schedule: z.string().max(100).optional().meta(hidden),
  at: z.number().optional().meta(hidden),
  answer: z.string().max(1000).optional().meta(hidden),
})

/** Cap on the answer time: nobody knows when people started to read, so it shouldn't count as slow. */
const MOST_MS = 30_000

export type TipDeps = Readonly<{
  catalogue: Catalogue
  store: Store
  clock: Clock
  random: Random
}>

/** Declares `/tip`: shows a random tip, and takes answers to questions that were posted as tips. */
export function tipCommand({ catalogue, store, clock, random }: TipDeps): Command {
  return command({
    name: 'tip',
    summary: 'Get a tip about concurrent Python',
    options,
    async *answer({ schedule, at, answer = '' }, context) {
      if (schedule === undefined || at === undefined) yield anyTip()
      else yield await answered({ schedule, at }, answer, context)
    },
  })

  function anyTip(): Message {
    const items = itemsOf(catalogue, { as: 'plain', topics: [] })
    const item = items[Math.floor(random() * items.length)]
    if (!item) throw new Error('there are no tips')
    const message = itemMessage(item, { schedule: '', at: 0 })
    const another = { command: 'tip', options: {}, replaces: true }
    const more: Block = { kind: 'choices', choices: [{ label: 'Another one', action: another }] }
    return { ...message, audience: 'asker', blocks: [...message.blocks, more] }
  }

  async function answered(
    occurrence: Occurrence,
    answer: string,
    { request: { person } }: Context,
  ): Promise<Message> {
    const { question, settledAt } = await asked(occurrence)
    const source = keyOf(occurrence)
    const mark = grade(shownOptions(source, question), answer)
    const now = clock()
    const given = {
      source,
      chosen: answer,
      correct: mark.correct,
      at: now,
      context: 'group',
    } as const
    const takenMs = Math.min(now - settledAt, MOST_MS)
    const isFirst = await store.together((areas) =>
      recordAnswer(areas, person, question, { ...given, takenMs }),
    )
    const tally = await store.answers.ofSource(source)
    const others = `So far ${count(tally.given, 'answer')}, ${tally.right} right.`
    const first: Block = {
      kind: 'markdown',
      text: 'Your first answer counts. This is feedback on the one you just picked.',
    }
    return {
      blocks: [...(isFirst ? [] : [first]), ...explained(mark), { kind: 'markdown', text: others }],
      notice: mark.correct ? 'Right.' : 'Not quite.',
      audience: 'asker',
      done: true,
    }
  }

  async function asked({
    schedule,
    at,
  }: Occurrence): Promise<Readonly<{ question: Question; settledAt: number }>> {
    const found = await store.tips.occurrence(schedule, at)
    const item = found && findItem(catalogue, found.item)
    if (found && item && 'question' in item) return { ...found, question: item.question }
    throw new UserError('This question is too old to answer.', '/quiz')
  }
}
