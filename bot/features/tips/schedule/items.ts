/** What a schedule has to tell, and how it is told. */
import type { Catalogue, Lesson, Question, Tip } from '../../../../lessons/lessons.ts'
import type { Block, Message } from '../../../core/message.ts'
import type { Occurrence } from '../../../store/tip-occurrences.ts'
import { asking } from '../../quiz/question-view.ts'
import { shownOptions } from '../../quiz/shown.ts'
import type { Plan } from './plan.ts'

/** `id` is unique among tips and questions together. */
export type Item = Readonly<
  { id: string; lesson: Lesson } & ({ tip: Tip } | { question: Question })
>

/** Those of the plan's lessons; of all, should the lessons have changed their names. */
export function itemsOf(
  { lessons }: Catalogue,
  { as, topics }: Pick<Plan, 'as' | 'topics'>,
): readonly Item[] {
  const chosen = lessons.filter(({ slug }) => topics.includes(slug))
  const items: (lesson: Lesson) => readonly Item[] = as === 'quiz' ? quizItems : tipItems
  return (chosen.length > 0 ? chosen : lessons).flatMap((lesson) => items(lesson))
}

/** The tip or question with this id; undefined if the lessons no longer have it. */
export function findItem({ lessons }: Catalogue, id: string): Item | undefined {
  return lessons
    .flatMap((lesson): readonly Item[] => [...tipItems(lesson), ...quizItems(lesson)])
    .find((item) => item.id === id)
}

function tipItems(lesson: Lesson) {
  return lesson.tips.map((tip) => ({ id: `tip ${tip.id}`, lesson, tip }))
}

/** One press answers it. */
const PRESSED: ReadonlySet<Question['kind']> = new Set([
  'single',
  'true-false',
  'prints',
  'line',
  'model',
])

function quizItems(lesson: Lesson) {
  return lesson.questions
    .filter(({ kind }) => PRESSED.has(kind))
    .map((question) => ({ id: `question ${question.id}`, lesson, question }))
}

/** Names an occurrence: what is posted, and answers to it. */
export function keyOf({ schedule, at }: Occurrence): string {
  return `tip ${schedule} ${at}`
}

/** `before`: how the last question went, if there was one. */
export function itemMessage(item: Item, occurrence: Occurrence, before?: string): Message {
  const { kind, text, blocks } =
    'tip' in item ? tipParts(item.tip) : questionParts(item.question, occurrence)
  const { number, title } = item.lesson
  const lesson = { command: 'lesson', options: { name: `${number}` } }
  return {
    blocks: [
      ...blocks,
      ...(before === undefined ? [] : [{ kind: 'markdown', text: before } as const]),
      { kind: 'choices', choices: [{ label: `Lesson ${number}: ${title}`, action: lesson }] },
    ],
    notice: `${kind}: ${text}`,
    audience: 'everyone',
    done: true,
  }
}

type Parts = Readonly<{ kind: string; text: string; blocks: readonly Block[] }>

function tipParts({ text, code }: Tip): Parts {
  const said: Block = { kind: 'markdown', text: `**Tip.** ${text}` }
  const shown: readonly Block[] =
    code === undefined ? [] : [{ kind: 'code', text: code, language: 'python' }]
  return { kind: 'Tip', text, blocks: [said, ...shown] }
}

function questionParts(question: Question, occurrence: Occurrence): Parts {
  const { schedule, at } = occurrence
  const action = { command: 'tip', options: { schedule, at } }
  const shown = shownOptions(keyOf(occurrence), question)
  const head: Block = { kind: 'markdown', text: '**Question for everyone**' }
  return { kind: 'Question', text: shown.question, blocks: [head, ...asking(shown, [], action)] }
}
