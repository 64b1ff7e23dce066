/** A challenge's task, and its hints one at a time. */
import type { Challenge, Lesson } from '../../../lessons/lessons.ts'
import type { Block, Choice, Message } from '../../core/message.ts'

/** A challenge with its starter code, answer form and hint button. */
export function task(lesson: Lesson, challenge: Challenge): Message {
  const text = `**Challenge ${lesson.number}: ${challenge.title}**\n\n${challenge.task}`
  return said(`Challenge ${lesson.number}: ${challenge.title}`, [
    { kind: 'markdown', text },
    { kind: 'code', text: challenge.starter, language: 'python', title: 'To start from' },
    answerForm(lesson, challenge.starter),
    { kind: 'choices', choices: [hintChoice(lesson, 1), readChoice(lesson)] },
  ])
}

/** The first `shown` hints, with a button for the next one. */
export function hints(lesson: Lesson, challenge: Challenge, shown: number): Message {
  const given = challenge.hints.slice(0, shown)
  const lines = given.map((hint, index) => `${index + 1}. ${hint}`)
  const notice = `Hint ${given.length} of ${challenge.hints.length} for “${challenge.title}”`
  const more = given.length < challenge.hints.length
  const next: Block = { kind: 'choices', choices: [hintChoice(lesson, given.length + 1, true)] }
  return said(notice, [
    { kind: 'markdown', text: `${notice}\n\n${lines.join('\n')}` },
    ...(more ? [next] : []),
  ])
}

/** The form for an answer to a challenge, prefilled with `code`. */
export function answerForm({ number }: Lesson, code: string): Block {
  return {
    kind: 'form',
    title: 'Your answer',
    submit: 'Check my answer',
    action: { command: 'challenge', options: { name: `${number}` } },
    fields: [{ name: 'code', label: 'Python', multiline: true, value: code }],
  }
}

/** The button that shows the first `shown` hints of a challenge. */
export function hintChoice({ number }: Lesson, shown: number, replaces = false): Choice {
  const action = { command: 'challenge', options: { name: `${number}`, hints: shown }, replaces }
  return { label: shown === 1 ? 'Show a hint' : 'Another hint', action }
}

/** The button that opens the challenge's lesson. */
export function readChoice({ number }: Lesson): Choice {
  return { label: 'Read the lesson', action: { command: 'lesson', options: { name: `${number}` } } }
}

function said(notice: string, blocks: readonly Block[]): Message {
  return { blocks, notice, audience: 'asker', done: true }
}
