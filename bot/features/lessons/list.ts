/** All lessons by part, with the asker's status. */
import { type Catalogue, type Lesson, PARTS } from '../../../lessons/lessons.ts'
import type { Choice, Message } from '../../core/message.ts'
import { DONE_RULE, type LessonStatus } from './status.ts'

/** Lists all lessons by part, with the asker's status for each. */
export function lessonList(
  { lessons }: Catalogue,
  standings: ReadonlyMap<number, LessonStatus>,
): Message {
  const standing = ({ number }: Lesson) => standings.get(number) ?? 'new'
  const done = lessons.filter((lesson) => standing(lesson) === 'done').length
  const parts = Map.groupBy(lessons, ({ part }) => part)
  const lines = [...parts].map(([part, ofPart]) =>
    [
      `**Part ${part}: ${PARTS[part]}**`,
      ...ofPart.map((lesson) => line(lesson, standing(lesson))),
    ].join('\n'),
  )
  const notice = `${done} of ${lessons.length} lessons done.`
  return {
    blocks: [
      { kind: 'markdown', text: `${notice} ${DONE_RULE}` },
      ...lines.map((text) => ({ kind: 'markdown', text }) as const),
      { kind: 'choices', prompt: 'Open a lesson', choices: lessons.map(open) },
    ],
    notice,
    audience: 'asker',
    done: true,
  }
}

const WORDS: Readonly<Record<LessonStatus, string>> = {
  new: '',
  opened: ' (opened)',
  done: ' (done)',
}

function line({ number, title }: Lesson, standing: LessonStatus): string {
  return `- **${number}** ${title}${WORDS[standing]}`
}

function open({ number, title }: Lesson): Choice {
  return {
    label: `${number}. ${title}`,
    action: { command: 'lesson', options: { name: `${number}` } },
  }
}
