/** A question as it is asked: which variant of it, and in which order its options or lines stand. */
import { createHash } from 'node:crypto'
import type { Question } from '../../../lessons/lessons.ts'

/**
 * A variant of the question with its options shuffled, the same whenever it is shown in this run; what is chosen is
 * graded against this question. True and False, and numbers of lines, stay in their order.
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

/** Of lines to be put in order, how they stand before, which is never in order; none for a question of another kind. */
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
