/** The result of a quiz, what to read, and a retry of the missed questions. */
import type { Catalogue, Lesson, Question } from '../../../../lessons/lessons.ts'
import type { Choice, Message } from '../../../core/message.ts'
import { questionsOf, type Session } from './session.ts'

/** The result of a solo quiz, with buttons to retry what was missed and to read the lessons behind it. */
export function ending(run: string, { asked, right }: Session, catalogue: Catalogue): Message {
  const missed = asked.filter((_, index) => right[index] === false)
  const toRead = lessonsOf(questionsOf(catalogue, missed), catalogue)
  const notice =
    right.length > 0
      ? `${right.filter(Boolean).length} of ${right.length} right.`
      : 'The quiz ended before anyone answered.'
  const advice =
    toRead.length > 0 ? ' Read up on what you missed, then try those questions again.' : ''
  const again = { command: 'quiz', options: { run, replay: true } }
  const replay: Choice = { label: 'Retry missed questions', style: 'primary', action: again }
  const choices: readonly Choice[] = [
    ...(missed.length > 0 ? [replay] : []),
    ...toRead.map(({ number, title }) => ({
      label: `Read ${number}. ${title}`,
      action: { command: 'lesson', options: { name: `${number}` } },
    })),
    { label: 'Another quiz', action: { command: 'quiz', options: {} } },
  ]
  return {
    blocks: [
      { kind: 'markdown', text: `**${notice}**${advice}` },
      { kind: 'choices', choices },
    ],
    notice,
    audience: 'asker',
    done: true,
  }
}

/** Maximum number of lessons suggested. */
const MOST_TO_READ = 5

/** The lessons with the most missed questions. */
function lessonsOf(missed: readonly Question[], { lessons }: Catalogue): readonly Lesson[] {
  const byLesson = Map.groupBy(missed, ({ lesson }) => lesson)
  const missedOf = ({ number }: Lesson) => byLesson.get(number)?.length ?? 0
  return lessons
    .filter((lesson) => missedOf(lesson) > 0)
    .toSorted((a, b) => missedOf(b) - missedOf(a))
    .slice(0, MOST_TO_READ)
}
