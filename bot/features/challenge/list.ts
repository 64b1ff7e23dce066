/** All challenges, with the asker's results. */
import type { Catalogue, Lesson } from '../../../lessons/lessons.ts'
import type { Choice, Message } from '../../core/message.ts'
import { count, duration } from '../../lib/text/quantities.ts'
import type { ChallengeResult } from '../../store/challenges.ts'

/** Lists all challenges with the asker's attempts and best times, and a button for each. */
export function challengeList(
  { lessons }: Catalogue,
  results: readonly ChallengeResult[],
): Message {
  const all = lessons.filter(({ exercise }) => exercise !== null)
  const result = new Map(results.map((each) => [each.challenge, each]))
  const passed = all.filter(({ slug }) => result.get(slug)?.passedAt != null).length
  const notice = `${passed} of ${all.length} challenges passed.`
  const lines = all.map((lesson) => line(lesson, result.get(lesson.slug)))
  return {
    blocks: [
      { kind: 'markdown', text: notice },
      { kind: 'markdown', text: lines.join('\n') },
      { kind: 'choices', prompt: 'Open a challenge', choices: all.map(open) },
    ],
    notice,
    audience: 'asker',
    done: true,
  }
}

function line({ number, exercise }: Lesson, result: ChallengeResult | undefined): string {
  return `- **${number}** ${exercise?.title ?? ''}${standing(result)}`
}

function standing(result: ChallengeResult | undefined): string {
  if (!result) return ''
  if (result.passedAt === null) return ` (not yet, ${count(result.attempts, 'attempt')})`
  return result.bestMs === null ? ' (passed)' : ` (passed, best time ${duration(result.bestMs)})`
}

function open({ number, exercise }: Lesson): Choice {
  return {
    label: `${number}. ${exercise?.title ?? ''}`,
    action: { command: 'challenge', options: { name: `${number}` } },
  }
}
