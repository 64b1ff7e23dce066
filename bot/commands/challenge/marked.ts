/** What came of an answer: each check and what was measured, never the hidden test. */
import type { Challenge, Lesson } from '../../../lessons/lessons.ts'
import type { Marking } from '../../learning/marking.ts'
import type { Message } from '../../message.ts'
import type { ChallengeResult } from '../../store/challenges.ts'
import { duration } from '../../text/quantities.ts'
import { outputBlocks } from '../run/output.ts'
import { answerForm, hintChoice, readChoice } from './task.ts'

export function marking({ title }: Challenge): Message {
  const notice = `Checking your answer to “${title}”…`
  return {
    blocks: [{ kind: 'markdown', text: notice }],
    notice,
    audience: 'asker',
    done: false,
  }
}

export function marked(
  lesson: Lesson,
  { title }: Challenge,
  code: string,
  { passed, checks, measured, run }: Marking,
  { bestMs }: ChallengeResult,
): Message {
  const all = [...checks, ...measured]
  const right = all.filter((each) => each.passed).length
  const notice = passed
    ? `Passed: “${title}”`
    : `Not yet: ${right} of ${all.length} checks of “${title}” passed`
  const best = bestMs === null ? [] : [{ label: 'Your best time', value: duration(bestMs) }]
  const facts = [
    ...all.map(({ name, passed, said }) => ({ label: name, value: verdict(passed, said) })),
    { label: 'Time of this run', value: duration(run.wallMs) },
    ...best,
  ]
  return {
    blocks: [
      { kind: 'markdown', text: `**${notice}**` },
      { kind: 'facts', facts },
      ...outputBlocks(run.output),
      ...(passed ? [] : [answerForm(lesson, code)]),
      {
        kind: 'choices',
        choices: [...(passed ? [] : [hintChoice(lesson, 1)]), readChoice(lesson)],
      },
    ],
    notice,
    audience: 'asker',
    done: true,
  }
}

function verdict(passed: boolean, said: string): string {
  if (!passed) return `not yet. ${said}`
  return said === '' ? 'passed' : `passed: ${said}`
}
