/** An answer in the words of the lessons: the best passage, an example of it, and where to read on. */
import type { Catalogue, Lesson } from '../../../lessons/lessons.ts'
import type { Passage } from '../../answering/passages.ts'
import type { FoundLesson } from '../../answering/retrieval.ts'
import type { Block, Choice } from '../../message.ts'
import type { Answer, Question } from './answer.ts'
import { NOTHING_FOUND } from './talk.ts'

/** What stands alone and says something. */
const SHOWN: ReadonlySet<Passage['kind']> = new Set([
  'opening',
  'explanation',
  'misconception',
  'error',
])

/** Characters of two passages together. */
const SHORT = 700

export const NO_MODEL = 'No language model is set up here.'

/** The answer without a model, and why. */
export function inLessons({ found, ran }: Question, catalogue: Catalogue, why: string): Answer {
  // A run says much by itself.
  const blocks = found.length === 0 && ran ? [] : fromLessons(found, catalogue)
  const [best] = found
  const note: Block = {
    kind: 'markdown',
    text: `*${why}${best ? ' This is what my lessons have nearest to your question.' : ''}*`,
  }
  return {
    blocks: [...blocks, note],
    text: best ? `(shown lesson ${best.lesson.number}, ${best.lesson.title})` : '(found nothing)',
    notice: best ? `Lesson ${best.lesson.number}: ${best.lesson.title}` : 'Nothing found',
    // In a channel, what I do not know is of no use to the others.
    audience: best || ran ? 'everyone' : 'asker',
  }
}

function fromLessons(found: readonly FoundLesson[], catalogue: Catalogue): readonly Block[] {
  const [best, ...others] = found
  if (!best) return [{ kind: 'markdown', text: NOTHING_FOUND }]
  const { lesson } = best
  return [
    { kind: 'markdown', text: `**${lesson.title}**\n\n${textOf(best)}` },
    ...exampleOf(best),
    openLessons([lesson, ...neighbours(lesson, others, catalogue)]),
  ]
}

/** The best passage, and the one after it if both are short; in the order of the lesson. */
function textOf({ lesson, passages }: FoundLesson): string {
  const [first, second] = passages.filter(({ kind }) => SHOWN.has(kind))
  if (!first) return lesson.aim
  if (!second || first.text.length + second.text.length > SHORT) return told(first)
  const place = ({ kind, text }: Passage) =>
    kind === 'misconception' ? lesson.explanation.length : lesson.explanation.indexOf(text)
  return [first, second]
    .toSorted((a, b) => place(a) - place(b))
    .map(told)
    .join('\n\n')
}

/** A misconception begins with what is wrong: nobody should take it for the answer. */
function told({ kind, text }: Passage): string {
  return kind === 'misconception' ? `**A common mistake:** ${text}` : text
}

/** The example that fits best. `lessons check` has run it. */
function exampleOf({ lesson, passages }: FoundLesson): readonly Block[] {
  const found = passages.find(({ example }) => example !== null)?.example
  const example = found ?? lesson.examples[0]
  if (!example) return []
  const { title, look, code } = example
  return [
    { kind: 'code', text: code, language: 'python', title: `Example: ${title}` },
    { kind: 'markdown', text: `Look at: ${look}` },
    {
      kind: 'choices',
      choices: [{ label: 'Run it', action: { command: 'run', options: { code } } }],
    },
  ]
}

/** Two more: those found next, else those before and after. */
function neighbours(
  lesson: Lesson,
  others: readonly FoundLesson[],
  { lessons }: Catalogue,
): readonly Lesson[] {
  const at = lessons.indexOf(lesson)
  const beside = [lessons[at + 1], lessons[at - 1]].flatMap((each) => each ?? [])
  return [...new Set([...others.map((each) => each.lesson), ...beside])].slice(0, 2)
}

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
