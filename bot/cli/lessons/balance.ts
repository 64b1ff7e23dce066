/** Finds what a lesson lacks, and patterns across all questions that give answers away. */
import type { Catalogue, Lesson, Problem, Question } from '../../../lessons/lessons.ts'

const BALANCE = {
  /** The share of true statements among the true-or-false questions must be within this range. */
  truths: [0.4, 0.6],
  /** Among the questions that ask for a line, none of these shares may have the same answer or the same position. */
  sameLine: 0.25,
  samePlace: 0.5,
  /** With fewer questions of a kind, shares are meaningless. */
  enough: 10,
} as const

/** Lists what a lesson lacks: a question of the highest level, or a challenge. */
export function missing({ questions, exercise }: Lesson): readonly string[] {
  return [
    ...(questions.some(({ level }) => level === 3) ? [] : ['has no question of level 3']),
    ...(exercise === null ? ['has no challenge'] : []),
  ]
}

/**
 * Finds imbalances over the questions of all lessons. A small course, such as one in a test, has too few questions to
 * judge.
 */
export function imbalances({ lessons }: Catalogue): readonly Problem[] {
  const questions = lessons.flatMap((lesson) => lesson.questions)
  const messages = [
    ...longestRight(questions),
    ...sameLines(questions),
    ...sameVerdicts(questions),
    ...truths(questions),
  ]
  return messages.map((message) => ({ place: { file: '', line: 1 }, message }))
}

/** Guessing by length must not pay: the right option may be the longest no more often than by chance. */
function longestRight(questions: readonly Question[]): readonly string[] {
  return (['single', 'several', 'prints'] as const).flatMap((kind) => {
    const asked = withOptions(questions, kind)
    const found = sum(asked.map(longestIsRight))
    const chance = sum(asked.map(({ options }) => shareOfRight(options)))
    return asked.length < BALANCE.enough || found <= chance
      ? []
      : [
          `${kind}: the longest option is right ${found.toFixed(1)} times, by chance ${chance.toFixed(1)}`,
        ]
  })
}

function longestIsRight({ options }: WithOptions): number {
  const most = Math.max(...options.map(({ text }) => text.length))
  return shareOfRight(options.filter(({ text }) => text.length === most))
}

function shareOfRight(options: WithOptions['options']): number {
  return options.filter(({ right }) => right).length / options.length
}

function sameLines(questions: readonly Question[]): readonly string[] {
  const asked = withOptions(questions, 'line')
  if (asked.length < BALANCE.enough) return []
  const rightOf = ({ options }: WithOptions) => options.findIndex(({ right }) => right)
  const tables: readonly (readonly [string, number, (question: WithOptions) => number])[] = [
    ['line', BALANCE.sameLine, (each) => Number(each.options[rightOf(each)]?.text)],
    ['option', BALANCE.samePlace, (each) => rightOf(each) + 1],
  ]
  return tables.flatMap(([what, most, answerOf]) =>
    [...Map.groupBy(asked, answerOf)]
      .filter(([, { length }]) => length > most * asked.length)
      .map(
        ([value, { length }]) =>
          `line: ${what} ${value} is right ${length} of ${asked.length} times`,
      ),
  )
}

function sameVerdicts(questions: readonly Question[]): readonly string[] {
  const asked = withOptions(questions, 'model')
  if (asked.length < BALANCE.enough) return []
  const shown = Map.groupBy(
    asked.flatMap(({ options }) => options),
    ({ text }) => text,
  )
  return [...shown].flatMap(([verdict, options]) => {
    const right = options.filter((option) => option.right).length
    if (right > 0 && right < options.length) return []
    return [`model: ${verdict} is right ${right} of ${options.length} times`]
  })
}

function truths(questions: readonly Question[]): readonly string[] {
  const asked = withOptions(questions, 'true-false')
  const share = sum(asked.map(({ options }) => (options[0]?.right ? 1 : 0))) / asked.length
  const [least, most] = BALANCE.truths
  if (asked.length < BALANCE.enough || (share >= least && share <= most)) return []
  return [`true-false: ${Math.round(100 * share)} % are true`]
}

type WithOptions = Extract<Question, { options: unknown }>

function withOptions(questions: readonly Question[], kind: Question['kind']) {
  return questions.flatMap((each) => (each.kind === kind && 'options' in each ? [each] : []))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
