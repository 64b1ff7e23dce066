/** In which order the options or the lines of a question stand when it is asked. */
import { createHash } from 'node:crypto'
import type { Question } from '../../lessons/lessons.ts'

/**
 * The question with its options shuffled, the same way whenever it is shown in this run; what is chosen is graded
 * against this question. True and False, and numbers of lines, stay in their order.
 */
export function shownOptions(run: string, question: Question): Question {
  if (!('options' in question) || question.kind === 'true-false' || question.kind === 'line') {
    return question
  }
  const place = placing(run, question)
  const options = question.options.toSorted((a, b) => (place(a.text) < place(b.text) ? -1 : 1))
  return { ...question, options }
}

/** Of lines to be put in order, how they stand before, which is never in order; none for a question of another kind. */
export function shownLines(run: string, question: Question): readonly string[] {
  if (question.kind !== 'order') return []
  const { lines } = question
  const place = placing(run, question)
  const shown = lines.toSorted((a, b) => (place(a) < place(b) ? -1 : 1))
  const isSolved = shown.every((line, index) => line === lines[index])
  return isSolved ? [...shown.slice(1), ...shown.slice(0, 1)] : shown
}

function placing(run: string, { id }: Question): (text: string) => string {
  return (text) => createHash('sha256').update(`${run}\n${id}\n${text}`).digest('hex')
}
