/** What the search can find: parts of lessons, explanations of questions, findings and errors. */
import type { Catalogue, Example, Lesson, Question } from '../../../../lessons/lessons.ts'
import { ERRORS } from '../../../analysis/errors.ts'
import { FINDINGS } from '../../../analysis/findings/table.ts'

export type Passage = Readonly<{
  kind:
    | 'aim'
    | 'opening'
    | 'explanation'
    | 'example'
    | 'misconception'
    | 'question'
    | 'tip'
    | 'challenge'
    | 'error'
    | 'faq'
  lesson: Lesson
  /** Trusted Markdown. */
  text: string
  /** Set for passages of kind `example`. */
  example: Example | null
}>

/** An error or finding that hasn't been assigned to a lesson yet. */
export type Loose = Readonly<{
  /** Empty if it only has words to be found by. */
  text: string
  words: string
  /** Matches the error as Python writes it. */
  error: RegExp | null
}>

/** Splits every lesson into passages: aim, paragraphs, examples, misconception, questions, tips and challenge. */
export function passagesOf({ lessons }: Catalogue): readonly Passage[] {
  return lessons.flatMap((lesson) => [
    piece(lesson, 'aim', lesson.aim),
    ...paragraphs(lesson.explanation).map((text, at) =>
      piece(lesson, at === 0 ? 'opening' : 'explanation', text),
    ),
    ...lesson.examples.map((example) => ({
      ...piece(lesson, 'example', `**${example.title}.** Look at: ${example.look}`),
      example,
    })),
    piece(lesson, 'misconception', lesson.misconception),
    ...lesson.questions.map((question) => piece(lesson, 'question', questionText(question))),
    ...lesson.tips.map(({ text }) => piece(lesson, 'tip', text)),
    ...(lesson.exercise ? [piece(lesson, 'challenge', lesson.exercise.title)] : []),
  ])
}

function piece(lesson: Lesson, kind: Passage['kind'], text: string): Passage {
  return { kind, lesson, text, example: null }
}

/** Splits Markdown into paragraphs; code, and what follows a colon, stays with the paragraph before it. */
function paragraphs(markdown: string): readonly string[] {
  const pieces: string[] = []
  let fenced = false
  for (const paragraph of markdown.split(/\n{2,}/)) {
    const last = pieces.at(-1)
    const belongs =
      last !== undefined && (fenced || /:$/.test(last.trim()) || FENCE.test(paragraph))
    if (belongs) pieces[pieces.length - 1] = `${last}\n\n${paragraph}`
    else pieces.push(paragraph)
    if ((paragraph.match(/^```/gm) ?? []).length % 2 === 1) fenced = !fenced
  }
  return pieces
}

const FENCE = /^\s*```/

function questionText(question: Question): string {
  const reasons =
    'options' in question
      ? question.options.map(
          ({ text, right, why }) => `${text} (${right ? 'right' : 'WRONG'}): ${why}`,
        )
      : []
  return [question.question, ...reasons, question.explanation].join('\n')
}

/** Explanations of known errors and the names of findings, not yet assigned to a lesson. */
export function loosePassages(): readonly Loose[] {
  const errors = ERRORS.map(({ error, plain }) => ({
    text: `${plain[0]?.toUpperCase()}${plain.slice(1)}.`,
    words: `${readable(error)} ${plain}`,
    error,
  }))
  const findings = FINDINGS.map(({ name, docs }) => ({
    text: '',
    words: `${name.replaceAll('-', ' ')} ${docs.split('#')[1] ?? ''}`,
    error: null,
  }))
  return [...errors, ...findings]
}

/** The text that a pattern looks for, without its special characters. */
function readable({ source }: RegExp): string {
  return source.replace(/\\[swdSWDb][*+]?|\\/g, ' ').replace(/[^\w.'*]+/g, ' ')
}
