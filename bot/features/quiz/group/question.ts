/** The questions of a group's quiz: which kinds there are, which one is present, and what answers to it mean. */
import type { Catalogue, Question } from '../../../../lessons/lessons.ts'
import { UserError } from '../../../core/errors.ts'
import { shownOptions } from '../shown.ts'
import type { GroupQuiz } from './state.ts'

/** What has options. To put lines in order or to type a word takes the quick typist's time, not the best one's. */
export type GroupQuestion = Exclude<Question, Readonly<{ kind: 'order' | 'gap' }>>

/** Whether a question can be asked in a group quiz: it must have options to choose from. */
export function isForGroups(question: Question): question is GroupQuestion {
  return 'options' in question
}

/** As everybody sees it in this quiz; null when the lessons have lost it. */
export function questionAt(
  { lessons }: Catalogue,
  { run, state }: Pick<GroupQuiz, 'run' | 'state'>,
  at: number = state.at,
): GroupQuestion | null {
  const id = state.questions[at]
  const found = lessons.flatMap(({ questions }) => questions).find((each) => each.id === id)
  const shown = found && shownOptions(run, found)
  return shown && isForGroups(shown) ? shown : null
}

/** Numbers of the right options, from 1: what is chosen is right if it is the same. */
export function rightOptions({ options }: GroupQuestion): readonly number[] {
  return options.flatMap(({ right }, index) => (right ? [index + 1] : []))
}

/** From a button or a form: numbers of options, each once and in order. Throws a `UserError`. */
export function chosenOptions({ kind, options }: GroupQuestion, text: string): readonly number[] {
  const numbers = /^[\d\s,]+$/.test(text) ? (text.match(/\d+/g) ?? []).map(Number) : []
  const chosen = [...new Set(numbers)].sort((a, b) => a - b)
  const fit = chosen.length > 0 && chosen.every((each) => each >= 1 && each <= options.length)
  if (!fit) throw new UserError(`Write numbers from 1 to ${options.length}, such as 1 3.`)
  if (kind !== 'several' && chosen.length > 1) throw new UserError('Choose one of the options.')
  return chosen
}

const OPTION = 60

/** An option on one line. */
export function optionText(question: GroupQuestion, number: number): string {
  const text = question.options[number - 1]?.text.trim() ?? ''
  if (question.kind === 'line') return `line ${text}`
  const line = text.replaceAll('\n', ' ⏎ ')
  return line.length > OPTION ? `${line.slice(0, OPTION - 1)}…` : line
}
