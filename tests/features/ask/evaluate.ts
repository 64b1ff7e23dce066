/**
 * How well questions are answered without a model. By itself it prints what was missed;
 * with a word after it, every question and answer: `node tests/features/ask/evaluate.ts all`.
 */
import { join } from 'node:path'
import { markdownOf } from '../../../bot/cli/report/answer.ts'
import { inLessons } from '../../../bot/features/ask/lessons-answer.ts'
import { find } from '../../../bot/features/ask/search/find.ts'
import { type Knowledge, knowledgeOnce } from '../../../bot/features/ask/search/knowledge.ts'
import { type Case, loadCases } from '../../../lessons/cases.ts'
import { type Catalogue, loadLessons } from '../../../lessons/lessons.ts'

export type HeldOut = Case

type Outcome = Readonly<{
  question: HeldOut
  text: string
  faq: string
  lessons: readonly string[]
  isRefused: boolean
  isChoice: boolean
  isRecalled: boolean
  isAnswered: boolean
}>

export type Evaluation = Readonly<{
  outcomes: readonly Outcome[]
  /** Shares, from 0 to 1. */
  recall: number
  answered: number
  refusedOffTopic: number
  refusedReal: number
  /** Answered, by kind of question. */
  byKind: ReadonlyMap<string, number>
}>

/** Those that were written before there was an FAQ, or those of another file. */
export function heldOut(
  catalogue: Catalogue,
  file: string = join(import.meta.dirname, '../../../lessons/cases/held-out.yaml'),
): Promise<readonly HeldOut[]> {
  return loadCases(catalogue, file)
}

export async function evaluate(
  questions: readonly HeldOut[],
  knowledge: Knowledge,
  catalogue: Catalogue,
): Promise<Evaluation> {
  const outcomes = questions.map((question) => outcomeOf(question, knowledge, catalogue))
  const real = outcomes.filter(({ question }) => question.lessons)
  const offTopic = outcomes.filter(({ question }) => !question.lessons)
  const kinds = Map.groupBy(real, ({ question }) => question.kind)
  return {
    outcomes,
    recall: share(real, ({ isRecalled }) => isRecalled),
    answered: share(real, ({ isAnswered }) => isAnswered),
    refusedOffTopic: share(offTopic, ({ isRefused }) => isRefused),
    refusedReal: share(real, ({ isRefused }) => isRefused),
    byKind: new Map(
      [...kinds].map(([kind, all]) => [kind, share(all, ({ isAnswered }) => isAnswered)]),
    ),
  }
}

function outcomeOf(question: HeldOut, knowledge: Knowledge, catalogue: Catalogue): Outcome {
  const { question: ask, after = null, lessons: right = [], must = [] } = question
  const found = find({ text: ask, before: after }, knowledge, catalogue)
  const text = markdownOf(inLessons({ text: ask, found, ran: null }, catalogue, null).blocks)
  const lessons = found.lessons.slice(0, 3).map(({ lesson }) => lesson.slug)
  const isChoice = found.answers.length > 1
  return {
    question,
    text,
    faq: found.answers.map(({ id }) => id).join(', '),
    lessons,
    isRefused: found.answers.length === 0 && lessons.length === 0,
    isChoice,
    isRecalled: lessons.some((slug) => right.includes(slug)),
    isAnswered:
      !isChoice && lessons.length > 0 && must.every((each) => new RegExp(each, 'i').test(text)),
  }
}

function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.length === 0 ? 1 : items.filter(holds).length / items.length
}

export function summary({ outcomes, byKind, ...shares }: Evaluation): string {
  const percent = (part: number) => `${(100 * part).toFixed(1)} %`
  const kinds = [...byKind].map(([kind, part]) => `${kind} ${percent(part)}`)
  return [
    `${outcomes.length} questions: recall@3 ${percent(shares.recall)}, answered ${percent(shares.answered)},`,
    `off-topic refused ${percent(shares.refusedOffTopic)}, real ones refused ${percent(shares.refusedReal)}`,
    `answered by kind: ${kinds.join(', ')}`,
  ].join('\n')
}

if (import.meta.main) {
  const [which = 'missed', file] = process.argv.slice(2)
  const catalogue = await loadLessons()
  const evaluation = await evaluate(
    await heldOut(catalogue, file),
    await knowledgeOnce(catalogue)(),
    catalogue,
  )
  for (const { question, text, faq, lessons, ...is } of evaluation.outcomes) {
    const isWell = question.lessons ? is.isRecalled && is.isAnswered : is.isRefused
    if (which !== 'all' && isWell) continue
    const marks = Object.entries(is).flatMap(([name, holds]) => (holds ? [name.slice(2)] : []))
    console.log(`\n## ${question.question}\n[${marks.join(' ')}] ${faq} → ${lessons.join(', ')}`)
    console.log(question.fact ? `wanted: ${question.fact}` : 'off topic')
    console.log(which === 'brief' ? text.slice(0, 160) : text)
  }
  console.log(`\n${summary(evaluation)}`)
}
