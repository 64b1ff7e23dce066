/** The current question of a quiz, and the feedback on an answer. */
import type { Catalogue, Question } from '../../../lessons/lessons.ts'
import { UserError } from '../../core/errors.ts'
import type { Action, Block, Message } from '../../core/message.ts'
import { sentence } from '../../lib/text/markdown.ts'
import { type Grade, grade } from './grading.ts'
import { shownLines, shownOptions } from './shown.ts'
import { questionsOf, type Session } from './solo/session.ts'

/** The current question of a solo quiz, with a button that ends the quiz. */
export function present(run: string, session: Session, catalogue: Catalogue): Message {
  const { asked, right, total } = session
  const at = right.length
  const [question] = questionsOf(catalogue, asked.slice(at))
  const notice = `Question ${at + 1} of ${total}`
  const stop = { command: 'quiz', options: { run, stop: true }, replaces: true }
  return {
    blocks: [
      { kind: 'markdown', text: `**${notice}**` },
      ...(question
        ? questionBlocks(run, question, { command: 'quiz', options: { run, at }, replaces: true })
        : GONE),
      { kind: 'choices', choices: [{ label: 'End the quiz', action: stop }] },
    ],
    notice,
    audience: 'asker',
    done: true,
  }
}

const GONE: readonly Block[] = [
  {
    kind: 'markdown',
    text: 'This question is no longer in the lessons. End the quiz and start another.',
  },
]

/** Grades an answer to the question as shown in this quiz; returns a `UserError` if the answer can't be read. */
export function gradeIn(run: string, question: Question, answer: string): Grade | UserError {
  try {
    return grade(shownOptions(run, question), answer, shownLines(run, question))
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}

/** The error above a question that is asked again; the invalid answer doesn't count. */
export function unread({ message }: UserError): Block {
  return { kind: 'markdown', text: `**${sentence(message)}**` }
}

/** Says whether an answer was right and why and, if it was wrong, what the right answer is. */
export function explained({ correct, why, right }: Grade): readonly Block[] {
  const text = `**${correct ? 'Right.' : 'Not quite.'}** ${why.map(sentence).join(' ')}`
  const answer: Block = { kind: 'code', text: right, language: 'text', title: 'The right answer' }
  return [{ kind: 'markdown', text }, ...(correct ? [] : [answer])]
}

/** A question as it is shown in this quiz. */
export function questionBlocks(run: string, question: Question, action: Action): readonly Block[] {
  return asking(shownOptions(run, question), shownLines(run, question), action)
}

/** A question with its buttons or form. `action` gets the option `answer`; `shown`: lines to be put in order. */
export function asking(
  question: Question,
  shown: readonly string[],
  action: Action,
): readonly Block[] {
  const text: Block = { kind: 'markdown', text: question.question }
  if (question.kind === 'order') {
    return [text, numbered(shown), form('The numbers in order, such as 2 1 3', action)]
  }
  const code = codeOf(question)
  if (question.kind === 'gap') return [text, ...code, form('Fill in the gap', action)]
  const options = question.options.map((option) => option.text)
  if (question.kind === 'several') {
    return [
      text,
      ...code,
      numbered(options),
      form('The numbers of all correct options, such as 1 3', action),
    ]
  }
  const choices = options.map((option, index) => ({
    label: isLong(option) ? `Option ${index + 1}` : option,
    action: { ...action, options: { ...action.options, answer: `${index + 1}` } },
  }))
  const list = isListed(question) ? [numbered(options)] : []
  return [text, ...code, ...list, { kind: 'choices', choices }]
}

/** Whether the options are shown as a numbered list: they are too long for buttons, or several may be chosen. */
export function isListed(question: Question): boolean {
  if (!('options' in question)) return false
  return question.kind === 'several' || question.options.some(({ text }) => isLong(text))
}

/** The question's code, with line numbers if the answer is a line. */
function codeOf(question: Question): readonly Block[] {
  if (!('code' in question) || question.code === undefined) return []
  const { kind, code } = question
  if (kind === 'line') return [numbered(code.trimEnd().split('\n'))]
  return [{ kind: 'code', text: code, language: 'python' }]
}

function numbered(texts: readonly string[]): Block {
  const lines = texts.map((text, index) => {
    const number = `${index + 1}`.padStart(2)
    return `${number}  ${text.trimEnd().replaceAll('\n', '\n    ')}`
  })
  return { kind: 'code', text: lines.join('\n'), language: 'text' }
}

function form(label: string, action: Action): Block {
  return {
    kind: 'form',
    title: 'Your answer',
    submit: 'Answer',
    action,
    fields: [{ name: 'answer', label }],
  }
}

/** Longest option, in characters, that fits on a button on every platform. */
const LABEL = 70

function isLong(option: string): boolean {
  return option.length > LABEL || option.trim().includes('\n')
}
