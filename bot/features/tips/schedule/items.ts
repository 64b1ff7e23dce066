/** The tips and questions that a schedule can post, and their messages. */
import type { Catalogue, Lesson, Question, Tip } from '../../../../lessons/lessons.ts'
import type { Block, Message } from '../../../core/message.ts'
import type { Occurrence } from '../../../store/tip-occurrences.ts'
import { asking } from '../../quiz/question-view.ts'
import { shownOptions } from '../../quiz/shown.ts'
import type { Plan } from './plan.ts'

/** A tip or a question. `id` is unique among both. */
export type Item = Readonly<
  { id: string; lesson: Lesson } & ({ tip: Tip } | { question: Question })
>

/** The items of the plan's lessons; of all lessons if none is chosen or none of those chosen still exists. */
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

/** Kinds of question that one click answers. */
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

/** A key for an occurrence, used for its post and the answers to it. */
export function keyOf({ schedule, at }: Occurrence): string {
  return `tip ${schedule} ${at}`
}

/** The message with a tip or question. `before`: the result of the last question, if there was one. */
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
