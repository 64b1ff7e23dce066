/** What somebody answers who knows, and who does not. `shown`: the lines that are to be put in order. */
import type { Question } from '../../../lessons/lessons.ts'

export function rightTo(question: Question, shown: readonly string[]): string {
  if (question.kind === 'gap') return question.answers[0] ?? ''
  if (question.kind === 'order')
    return question.lines.map((line) => shown.indexOf(line) + 1).join(' ')
  return question.options.flatMap(({ right }, index) => (right ? [index + 1] : [])).join(', ')
}

export function wrongTo(question: Question, shown: readonly string[]): string {
  if (question.kind === 'gap') return question.wrong[0]?.text ?? ''
  if (question.kind === 'order') return rightTo(question, shown).split(' ').reverse().join(' ')
  return `${question.options.findIndex(({ right }) => !right) + 1}`
}
