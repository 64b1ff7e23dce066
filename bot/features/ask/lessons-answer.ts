/** An answer without a model: a ready answer, several to choose from, or the best passage of the lessons, with links. */
import type { Catalogue, Example, Lesson } from '../../../lessons/lessons.ts'
import type { Block, Choice } from '../../core/message.ts'
import type { Answer, Question } from './answer.ts'
import type { ReadyAnswer } from './faq/answers.ts'
import type { Passage } from './search/passages.ts'
import { type FoundLesson, isAnswer } from './search/retrieval.ts'
import { NOTHING_FOUND } from './small-talk.ts'

/** Two passages are shown if they have at most this many characters together. */
const SHORT = 700
/** Number of lessons linked to. */
const LESSONS = 3

export const NO_MODEL = 'No language model is set up here.'

/** The answer without a model. It ends with `why` there is no model and where the answer is from; null leaves both out. */
export function inLessons(
  { found, ran }: Question,
  catalogue: Catalogue,
  why: string | null,
): Answer {
  const { answers, lessons, note } = found
  const [first] = answers
  const inEnglish: readonly Block[] = note ? [{ kind: 'markdown', text: `*${note}*` }] : []
  const because = (source: string): readonly Block[] => {
    if (why === null) return []
    return [{ kind: 'markdown', text: `*${[why, source].filter(Boolean).join(' ')}*` }]
  }
  if (first && answers.length > 1) {
    const blocks = [...inEnglish, ...choosing(answers), ...because('')]
    return { blocks, text: '(several answers to choose from)', notice: WHICH, audience: 'everyone' }
  }
  if (first) {
    const blocks = [
      ...inEnglish,
      ...ready(first),
      openLessons(lessons.slice(0, LESSONS).map(({ lesson }) => lesson)),
      ...because(READY),
    ]
    return { blocks, text: first.text, notice: first.question, audience: 'everyone' }
  }
  const best = mostTelling(lessons)
  // A run report is enough of an answer by itself.
  const blocks = best ? fromLessons(best, lessons, catalogue) : ran ? [] : [nothingFound()]
  return {
    blocks: [...inEnglish, ...blocks, ...(best || !ran ? because(best ? NEAREST : '') : [])],
    text: best ? `(shown lesson ${best.lesson.number}, ${best.lesson.title})` : '(found nothing)',
    notice: best ? `Lesson ${best.lesson.number}: ${best.lesson.title}` : 'Nothing found',
    // “Nothing found” is of no use to others in the channel.
    audience: best || ran ? 'everyone' : 'asker',
  }
}

const WHICH = 'Which of these do you mean?'
const READY = 'This is my ready answer to that question.'
const NEAREST = 'This is what my lessons have nearest to your question.'

function ready({ question, text, code }: ReadyAnswer): readonly Block[] {
  const said: Block = { kind: 'markdown', text: `**${question}**\n\n${text}` }
  return code === null ? [said] : [said, ...runnable('Example', code)]
}

/** The first sentence of each answer, and a button for the whole answer. */
function choosing(answers: readonly ReadyAnswer[]): readonly Block[] {
  const lines = answers.map(({ question, text }) => `- **${question}** ${firstSentence(text)}`)
  return [
    { kind: 'markdown', text: `${WHICH}\n\n${lines.join('\n')}` },
    {
      kind: 'choices',
      choices: answers.map(({ id, question }) => ({
        label: question,
        action: { command: 'ask', options: { faq: id } },
      })),
    },
  ]
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text
}

/** The one of the first three lessons that has the best passage. */
function mostTelling(lessons: readonly FoundLesson[]): FoundLesson | undefined {
  return lessons.slice(0, LESSONS).toSorted((a, b) => b.bestAnswer - a.bestAnswer)[0]
}

function fromLessons(
  best: FoundLesson,
  lessons: readonly FoundLesson[],
  catalogue: Catalogue,
): readonly Block[] {
  const { lesson } = best
  const others = lessons.filter((each) => each !== best)
  return [
    { kind: 'markdown', text: `**${lesson.title}**\n\n${textOf(best)}` },
    ...exampleOf(best),
    openLessons([lesson, ...neighbours(lesson, others, catalogue)]),
  ]
}

function nothingFound(): Block {
  return { kind: 'markdown', text: NOTHING_FOUND }
}

/** The best passage, and the second best if both are short, in the order of the lesson. */
function textOf({ lesson, passages }: FoundLesson): string {
  const [first, second] = passages.filter(isAnswer)
  if (!first) return lesson.aim
  if (!second || first.text.length + second.text.length > SHORT) return told(first)
  const place = ({ kind, text }: Passage) =>
    kind === 'misconception' ? lesson.explanation.length : lesson.explanation.indexOf(text)
  return [first, second]
    .toSorted((a, b) => place(a) - place(b))
    .map(told)
    .join('\n\n')
}

/** A misconception starts with the wrong claim, so it is labelled to keep people from taking it for the answer. */
function told({ kind, text }: Passage): string {
  return kind === 'misconception' ? `**A common mistake:** ${text}` : text
}

/** The example that fits best. It is known to work: `lessons check` runs all examples. */
function exampleOf({ lesson, passages }: FoundLesson): readonly Block[] {
  const found = passages.find(({ example }) => example !== null)?.example
  const example: Example | undefined = found ?? lesson.examples[0]
  if (!example) return []
  const { title, look, code } = example
  const [shown, ...buttons] = runnable(`Example: ${title}`, code)
  const looking: Block = { kind: 'markdown', text: `Look at: ${look}` }
  return [...(shown ? [shown] : []), looking, ...buttons]
}

function runnable(title: string, code: string): readonly Block[] {
  return [
    { kind: 'code', text: code, language: 'python', title },
    {
      kind: 'choices',
      choices: [{ label: 'Run it', action: { command: 'run', options: { code } } }],
    },
  ]
}

/** Two more lessons: the next best found, otherwise the neighbours in the catalogue. */
function neighbours(
  lesson: Lesson,
  others: readonly FoundLesson[],
  { lessons }: Catalogue,
): readonly Lesson[] {
  const at = lessons.indexOf(lesson)
  const beside = [lessons[at + 1], lessons[at - 1]].flatMap((each) => each ?? [])
  return [...new Set([...others.map((each) => each.lesson), ...beside])].slice(0, 2)
}

/** Buttons that open the given lessons; the first one is the primary button. */
export function openLessons(lessons: readonly Lesson[]): Block {
  return { kind: 'choices', prompt: 'Read more:', choices: lessons.map(openLesson) }
}

function openLesson({ number, title }: Lesson, at: number): Choice {
  return {
    label: `Lesson ${number}: ${title}`,
    action: { command: 'lesson', options: { name: `${number}` } },
    ...(at === 0 ? { style: 'primary' } : {}),
  }
}
