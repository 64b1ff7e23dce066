/** The questions of a group quiz: which kinds are allowed, which one is current, and how answers are read. */
import type { Catalogue, Question } from '../../../../lessons/lessons.ts'
import { UserError } from '../../../core/errors.ts'
import { shownOptions } from '../shown.ts'
import type { GroupQuiz } from './state.ts'

/** A question with options. Ordering lines and typing words are left out: they would reward fast typing. */
export type GroupQuestion = Exclude<Question, Readonly<{ kind: 'order' | 'gap' }>>

/** Whether a question can be asked in a group quiz: it must have options to choose from. */
export function isForGroups(question: Question): question is GroupQuestion {
  return 'options' in question
}

/** A question as everyone sees it in this quiz; null if the lessons no longer have it. */
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

/** Numbers of the right options, from 1. An answer is right if it equals this. */
export function rightOptions({ options }: GroupQuestion): readonly number[] {
  return options.flatMap(({ right }, index) => (right ? [index + 1] : []))
}

/**
 * Parses an answer from a button or form into option numbers, unique and in order.
 *
 * @throws {UserError} It isn't a valid choice.
 */
export function chosenOptions({ kind, options }: GroupQuestion, text: string): readonly number[] {
  const numbers = /^[\d\s,]+$/.test(text) ? (text.match(/\d+/g) ?? []).map(Number) : []
  const chosen = [...new Set(numbers)].sort((a, b) => a - b)
  const fit = chosen.length > 0 && chosen.every((each) => each >= 1 && each <= options.length)
  if (!fit) throw new UserError(`Write numbers from 1 to ${options.length}, such as 1 3.`)
  if (kind !== 'several' && chosen.length > 1) throw new UserError('Choose one of the options.')
  return chosen
}

const OPTION = 60

/** An option's text on one line. */
export function optionText(question: GroupQuestion, number: number): string {
  const text = question.options[number - 1]?.text.trim() ?? ''
  if (question.kind === 'line') return `line ${text}`
  const line = text.replaceAll('\n', ' ⏎ ')
  return line.length > OPTION ? `${line.slice(0, OPTION - 1)}…` : line
}
