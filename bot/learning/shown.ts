/** In which order the options of a question stand when it is asked. */
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
  const place = ({ text }: Readonly<{ text: string }>) =>
    createHash('sha256').update(`${run}\n${question.id}\n${text}`).digest('hex')
  const options = question.options.toSorted((a, b) => (place(a) < place(b) ? -1 : 1))
  return { ...question, options }
}
