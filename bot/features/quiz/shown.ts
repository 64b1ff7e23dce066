/** A question as it is asked: its variant, and the order of its options or lines. */
import { createHash } from 'node:crypto'
import type { Question } from '../../../lessons/lessons.ts'

/**
 * A variant of the question with its options shuffled, always the same in one quiz (`run`); answers are graded against
 * it. True/false options and line numbers keep their order.
 */
export function shownOptions(run: string, asked: Question): Question {
  const question = drawn(run, asked)
  if (!('options' in question) || question.kind === 'true-false' || question.kind === 'line') {
    return question
  }
  const place = placing(run, question)
  const options = question.options.toSorted((a, b) => (place(a.text) < place(b.text) ? -1 : 1))
  return { ...question, options }
}

/** The shuffled lines of an ordering question, never in the right order; empty for other kinds of question. */
export function shownLines(run: string, question: Question): readonly string[] {
  const drawnQuestion = drawn(run, question)
  if (drawnQuestion.kind !== 'order') return []
  const { lines } = drawnQuestion
  const place = placing(run, question)
  const shown = lines.toSorted((a, b) => (place(a) < place(b) ? -1 : 1))
  const isSolved = shown.every((line, index) => line === lines[index])
  return isSolved ? [...shown.slice(1), ...shown.slice(0, 1)] : shown
}

function drawn(run: string, question: Question): Question {
  const { lesson, place, variants } = question
  const hash = createHash('sha256').update(`${run}\n${question.id}`).digest()
  const variant = variants[hash.readUInt32BE() % variants.length]
  return variant ? { ...variant, lesson, place, variants } : question
}

function placing(run: string, { id }: Question): (text: string) => string {
  return (text) => createHash('sha256').update(`${run}\n${id}\n${text}`).digest('hex')
}
