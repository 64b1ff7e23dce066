/** Describes a schedule in words. */
import type { Catalogue } from '../../../../lessons/lessons.ts'
import type { Message } from '../../../core/message.ts'
import { sentence } from '../../../lib/text/markdown.ts'
import { count, list } from '../../../lib/text/quantities.ts'
import type { Pause } from '../../../store/tip-schedules.ts'
import { HOUR_MS, type Plan, type Rhythm } from './plan.ts'

export const DAY_NAMES = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const

/** When a plan is due, in words: `09:00 Europe/Berlin, Monday to Friday`. */
export function timeSaid({ rhythm, zone }: Pick<Plan, 'rhythm' | 'zone'>): string {
  const time = rhythm.kind === 'cron' ? '' : `${rhythm.time} `
  return `${time}${zone}, ${daysSaid(rhythm)}`
}

function daysSaid(rhythm: Rhythm): string {
  switch (rhythm.kind) {
    case 'cron':
      return `cron ${rhythm.line}`
    case 'every':
      return `every ${rhythm.days} days`
    case 'weekly': {
      const { days } = rhythm
      if (days.length === 7) return 'every day'
      if ([...days].sort().join() === '1,2,3,4,5') return 'Monday to Friday'
      return list(byWeek(days).map(nameOfDay), 7)
    }
  }
}

/** As it is typed in the command. */
export function daysTyped(rhythm: Rhythm): string {
  if (rhythm.kind === 'cron') return rhythm.line
  if (rhythm.kind === 'every') return `every ${rhythm.days} days`
  return byWeek(rhythm.days)
    .map((day) => nameOfDay(day).slice(0, 3).toLowerCase())
    .join(' ')
}

/** Sorts days by week, starting on Monday. */
function byWeek(days: readonly number[]): readonly number[] {
  return days.toSorted((a, b) => ((a + 6) % 7) - ((b + 6) % 7))
}

function nameOfDay(day: number): string {
  return DAY_NAMES[day] ?? ''
}

/** A plan's lessons, in words: `Lessons 8 and 9`, `All lessons`. */
export function topicsSaid({ topics }: Pick<Plan, 'topics'>, { lessons }: Catalogue): string {
  const numbers = lessons.filter(({ slug }) => topics.includes(slug)).map(({ number }) => number)
  if (numbers.length === 0) return 'All lessons'
  return `Lesson${numbers.length > 1 ? 's' : ''} ${list(numbers.map(String), 30)}`
}

/** As it is typed in the command. */
export function topicsTyped({ topics }: Pick<Plan, 'topics'>, { lessons }: Catalogue): string {
  const numbers = lessons.filter(({ slug }) => topics.includes(slug)).map(({ number }) => number)
  return numbers.length === 0 ? 'all' : numbers.join(' ')
}

/** What a schedule posts, in words. */
export function kindSaid({ as }: Pick<Plan, 'as'>): string {
  return as === 'quiz' ? 'A question to answer' : 'A tip to read'
}

/** How late a tip may still be posted, in words. */
export function graceSaid({ graceMs }: Pick<Plan, 'graceMs'>): string {
  return `up to ${count(Math.round(graceMs / HOUR_MS), 'hour')} late`
}

/** Why a schedule is paused. */
const REASONS: Readonly<Record<Pause, string>> = {
  asked: 'until someone resumes it',
  closed: 'Overlap can no longer post in the channel',
  rights: 'the person who set it up is no longer an admin',
}

/** Why a schedule is paused, in words. */
export function pauseSaid(paused: Pause): string {
  return REASONS[paused]
}

/** Tells the admin who set a schedule that it was paused. */
export function pausedMessage(
  number: number,
  { channel }: Pick<Plan, 'channel'>,
  reason: Exclude<Pause, 'asked'>,
): Message {
  const why =
    reason === 'closed'
      ? "I can't post there any more: the channel was deleted, or I was removed from it. Add me again and resume the schedule, or stop it."
      : "You're no longer an admin. Another admin can take over the schedule by resuming it. Nothing is lost."
  const text = `Schedule ${number} in #${channel} is paused. ${why}`
  return {
    blocks: [
      { kind: 'markdown', text: sentence(text) },
      { kind: 'code', text: `/tips resume ${number}`, language: 'text' },
    ],
    notice: text,
    audience: 'asker',
    done: true,
  }
}
