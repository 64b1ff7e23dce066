/** Statistics for today or the last days, with a small chart. */
import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import { type Command, command } from '../../core/command.ts'
import type { Block, Fact, Message } from '../../core/message.ts'
import { count } from '../../lib/text/quantities.ts'
import type { Store } from '../../store/store.ts'
import { columnChart } from '../../timeline/columns.ts'
import { type Stats, statsOf } from './summary.ts'

const PERIODS = { today: 1, week: 7, month: 30 } as const
type Period = keyof typeof PERIODS

const TITLES: Readonly<Record<Period, string>> = {
  today: 'Today',
  week: 'The last 7 days',
  month: 'The last 30 days',
}

const options = z.strictObject({
  period: z
    .enum(['today', 'week', 'month'])
    .default('week')
    .meta({ description: 'today, a week (7 days) or a month (30 days)' }),
})

export type StatsDeps = Readonly<{ store: Store; clock: Clock }>

/** Declares `/stats`: shows admins how much the tutor was used in their workspace. */
export function statsCommand({ store, clock }: StatsDeps): Command {
  return command({
    name: 'stats',
    summary: 'For admins: runs, verdicts, quizzes, model answers and errors here',
    admin: true,
    options,
    async *answer({ period }, { request }) {
      const stats = await statsOf(store, request.person, PERIODS[period], clock())
      yield message(period, stats)
    },
  })
}

function message(period: Period, stats: Stats): Message {
  const title = `${TITLES[period]}, by UTC day.`
  const chart = columnChart({
    title: 'Runs per day',
    columns: stats.days.map(({ day, runs }) => ({ label: day, value: runs })),
  })
  const blocks: Block[] = [
    { kind: 'markdown', text: title },
    { kind: 'facts', facts: facts(stats) },
    ...(stats.days.length > 1 ? [{ kind: 'picture', ...chart } as const] : []),
    {
      kind: 'choices',
      choices: Object.entries(TITLES).map(([each, label]) => ({
        label,
        action: { command: 'stats', options: { period: each }, replaces: true },
      })),
    },
  ]
  return {
    blocks,
    notice: `${title} ${count(stats.sum('run'), 'run')}.`,
    audience: 'asker',
    done: true,
  }
}

function facts(stats: Stats): readonly Fact[] {
  const { quiz } = stats
  const right = quiz.answers > 0 ? Math.round((100 * quiz.correct) / quiz.answers) : 0
  const people = quiz.people === 1 ? '1 person' : `${number(quiz.people)} people`
  const answers = `${number(quiz.answers)}, ${right} % right, of ${people}`
  return [
    { label: 'Runs', value: withParts(stats, 'run') },
    { label: 'Verdicts', value: withParts(stats, 'verdict') },
    { label: 'Commands', value: withParts(stats, 'command') },
    { label: 'Quiz answers', value: quiz.answers > 0 ? answers : '0' },
    { label: 'Language model', value: modelSaid(stats) },
    { label: 'Tips', value: withParts(stats, 'tip') },
    { label: 'Internal errors', value: number(stats.sum('bug')) },
  ]
}

/** `12: 9 ok, 3 error` */
function withParts(stats: Stats, kind: string): string {
  const parts = stats.of(kind).map(({ name, times }) => `${number(times)} ${name}`)
  const sum = number(stats.sum(kind))
  return parts.length > 0 ? `${sum}: ${parts.join(', ')}` : sum
}

function modelSaid(stats: Stats): string {
  const {
    answered = 0,
    failed = 0,
    ...tokens
  } = Object.fromEntries(stats.of('model').map(({ name, times }) => [name, times]))
  if (answered + failed === 0) return '0'
  const [asked = 0, written = 0] = [tokens['prompt-tokens'], tokens['answer-tokens']]
  return `${count(answered, 'answer')}, ${number(failed)} failed, ${number(asked)} tokens read, ${number(written)} written`
}

function number(value: number): string {
  return value.toLocaleString('en')
}
