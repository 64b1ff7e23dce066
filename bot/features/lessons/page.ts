/** One lesson with its runnable examples, and where to go next. */
import type { Catalogue, Example, Lesson } from '../../../lessons/lessons.ts'
import type { Commands } from '../../core/command.ts'
import type { Block, Choice, Message } from '../../core/message.ts'

/** A lesson with its examples, and buttons to the neighbouring lessons, its quiz and its challenge. */
export function lessonPage(
  lesson: Lesson,
  isDone: boolean,
  { lessons }: Catalogue,
  commands: Pick<Commands, 'has'>,
): Message {
  const { number, title, aim, docs, explanation, misconception, examples } = lesson
  const at = lessons.indexOf(lesson)
  const choices = [
    ...to('Previous', lessons[at - 1]),
    ...to('Next', lessons[at + 1]),
    ...quizOn(lesson, commands),
    ...exercise(lesson, commands),
  ]
  return {
    blocks: [
      { kind: 'markdown', text: `**Lesson ${number}: ${title}**\n\n${aim}\n\n${explanation}` },
      ...examples.flatMap(toRun),
      { kind: 'markdown', text: `**A common mistake.** ${misconception}` },
      { kind: 'markdown', text: `[Python's own documentation](${docs})` },
      { kind: 'markdown', text: isDone ? 'You have done this lesson.' : whenDone(lesson) },
      { kind: 'choices', choices },
    ],
    notice: `Lesson ${number}: ${title}`,
    audience: 'asker',
    done: true,
  }
}

function whenDone({ exercise, questions }: Lesson): string {
  const answered = `you have answered each of its ${questions.length} questions correctly once`
  return `This lesson is done when ${exercise ? 'you pass its challenge, or ' : ''}${answered}.`
}

function toRun({ title, look, code }: Example): readonly Block[] {
  return [
    { kind: 'markdown', text: `**${title}.** Look at: ${look}` },
    {
      kind: 'form',
      title: 'Run this example, or change it first.',
      submit: 'Run this example',
      action: { command: 'run', options: {} },
      fields: [{ name: 'code', label: 'Python', multiline: true, value: code }],
    },
  ]
}

function to(where: string, lesson: Lesson | undefined): readonly Choice[] {
  if (!lesson) return []
  const { number, title } = lesson
  const action = { command: 'lesson', options: { name: `${number}` }, replaces: true }
  return [{ label: `${where}: ${title}`, action }]
}

function quizOn({ number }: Lesson, commands: Pick<Commands, 'has'>): readonly Choice[] {
  if (!commands.has('quiz')) return []
  return [{ label: 'Quiz me', action: { command: 'quiz', options: { topic: `${number}` } } }]
}

function exercise(
  { exercise, number }: Lesson,
  commands: Pick<Commands, 'has'>,
): readonly Choice[] {
  if (!exercise || !commands.has('challenge')) return []
  const action = { command: 'challenge', options: { name: `${number}` } }
  return [{ label: 'Try the challenge', style: 'primary', action }]
}
