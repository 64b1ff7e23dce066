/** The result of an answer: each check and each measurement, but never the hidden tests. */
import type { Challenge, Lesson } from '../../../lessons/lessons.ts'
import type { Message } from '../../core/message.ts'
import { sentence } from '../../lib/text/markdown.ts'
import { duration } from '../../lib/text/quantities.ts'
import type { ChallengeResult } from '../../store/challenges.ts'
import { outputBlocks } from '../run/output.ts'
import type { Checked, Marking } from './marking.ts'
import { answerForm, hintChoice, readChoice } from './task.ts'

/** The message shown while an answer is being checked. */
export function marking({ title }: Challenge): Message {
  const notice = `Checking your answer to “${title}”…`
  return {
    blocks: [{ kind: 'markdown', text: notice }],
    notice,
    audience: 'asker',
    done: false,
  }
}

/** The result of an answer: its checks, times and output and, if it failed, a form for another attempt. */
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
  return {
    blocks: [
      { kind: 'markdown', text: `**${notice}**\n\n${all.map(line).join('\n')}` },
      {
        kind: 'facts',
        facts: [{ label: 'Time of this run', value: duration(run.wallMs) }, ...best],
      },
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

function line({ name, passed, said }: Checked): string {
  const what = `- **${sentence(name)}**: ${passed ? 'passed' : 'not yet'}`
  if (said === '') return what
  return `${what}${passed ? ', ' : '. '}${sentence(said)}`
}
