/** Grades an answer to a question and says why. */

import type { Question } from '../../../lessons/lessons.ts'
import { UserError } from '../../core/errors.ts'
import { either } from '../../lib/text/quantities.ts'
import { trim } from '../../lib/text/trim.ts'

export type Grade = Readonly<{
  correct: boolean
  /** Explanations: first of what was chosen, then of the right answer. Plain text with code in backticks. */
  why: readonly string[]
  /** The right answer as it is written in the question. */
  right: string
}>

/**
 * Grades an answer as a button or form sends it: the number of an option (from 1), several of them, the numbers of the
 * `shown` lines in the right order, or the text for a gap.
 *
 * @throws {UserError} It is none of these.
 */
export function grade(question: Question, answer: string, shown: readonly string[] = []): Grade {
  if (question.kind === 'gap') return gradeGap(question, answer)
  if (question.kind === 'order') return gradeOrder(question, answer, shown)
  const { options, explanation, kind } = question
  const chosen = new Set(numbers(answer, options.length))
  if (kind !== 'several' && chosen.size !== 1) throw new UserError('Choose one of the options.')
  const correct = options.every(({ right }, index) => right === chosen.has(index + 1))
  const told = options.filter(({ right }, index) => right !== chosen.has(index + 1))
  const right = options.filter(({ right }) => right).map(({ text }) => text)
  return { correct, why: [...told.map(({ why }) => why), explanation], right: right.join('\n') }
}

function gradeGap(
  { code, answers, wrong, explanation }: Question & { kind: 'gap' },
  answer: string,
): Grade {
  if (answer.trim() === '') throw new UserError('Write what goes in the gap.')
  const known = [...answers, ...wrong.map(({ text }) => text)]
  const text = known.find((each) => each === answer.trim()) ?? gapOnly(answer, code)
  const correct = answers.includes(text)
  const told = wrong.filter((each) => each.text === text).map(({ why }) => why)
  return { correct, why: [...told, explanation], right: either(answers) }
}

/** Removes the text around the gap if it was typed too: `asyncio.gather(` instead of `gather`. */
function gapOnly(answer: string, code: string): string {
  const [before = '', after = ''] = code.split('___')
  const typed = trim(answer.trim(), '`')
  const name = /(?<![\w.])[\w.]*$/.exec(before)?.[0] ?? ''
  const text = typed.startsWith(name) ? typed.slice(name.length) : typed
  return after.startsWith('(') ? text.replace(/\(\)?$/, '') : text
}

function gradeOrder(
  { lines, why, explanation }: Question & { kind: 'order' },
  answer: string,
  shown: readonly string[],
): Grade {
  const places = numbers(answer, shown.length)
  if (new Set(places).size !== lines.length || places.length !== lines.length) {
    throw new UserError(`Write each number from 1 to ${lines.length} once, such as 2 1 3.`)
  }
  const correct = places.every((place, index) => shown[place - 1] === lines[index])
  return { correct, why: correct ? [explanation] : [why, explanation], right: lines.join('\n') }
}

function numbers(answer: string, most: number): readonly number[] {
  const found = answer.match(/\d+/g)?.map(Number) ?? []
  const fit = found.length > 0 && /^[\d\s,]+$/.test(answer)
  if (fit && found.every((number) => number >= 1 && number <= most)) return found
  throw new UserError(`Write numbers from 1 to ${most}.`)
}
