/** Combines what was typed with the previous plan. */
import type { Catalogue } from '../../../../lessons/lessons.ts'
import { UserError } from '../../../core/errors.ts'
import { itemsOf } from './items.ts'
import { type Days, example, readDays, readHours, readTime, readTopics, readZone } from './parse.ts'
import { HOUR_MS, type Plan, type Rhythm } from './plan.ts'
import { localDay, next } from './recurrence.ts'
import type { Typed } from './split-line.ts'

const GRACE_HOURS = 2
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6]

type Ground = Readonly<{
  catalogue: Catalogue
  now: number
  /** The channel's name. */
  channel: string
  /** The zone to use if none is given. */
  zone: string
}>

/**
 * The plan from what was typed; what wasn't typed is taken from `before`, or from the defaults.
 *
 * @throws {UserError} Something is missing or wrong; the message says what.
 */
export function planned(typed: Typed, before: Plan | null, ground: Ground): Plan {
  const { catalogue, now, channel } = ground
  const zone = typed.zone ? readZone(typed.zone) : (before?.zone ?? ground.zone)
  const plan: Plan = {
    zone,
    rhythm: rhythmOf(typed, before?.rhythm ?? null, zone, now),
    channel: before?.channel ?? channel,
    topics: [...(typed.topics ? readTopics(typed.topics, catalogue) : (before?.topics ?? []))],
    as: typed.as ? (typed.as === 'quiz' ? 'quiz' : 'plain') : (before?.as ?? 'plain'),
    graceMs: typed.grace
      ? readHours(typed.grace) * HOUR_MS
      : (before?.graceMs ?? GRACE_HOURS * HOUR_MS),
  }
  if (itemsOf(catalogue, plan).length === 0) {
    throw new UserError('These lessons have none of that kind. Choose more lessons.', example())
  }
  if (next(plan, now) === null) throw new UserError('That schedule never runs.', example())
  return plan
}

function rhythmOf(typed: Typed, before: Rhythm | null, zone: string, now: number): Rhythm {
  const days = typed.days ? readDays(typed.days) : daysOf(before)
  if (days.kind === 'cron') {
    if (!typed.time) return days
    throw new UserError('A cron line already contains the time. Give one or the other.', example())
  }
  const known = before && before.kind !== 'cron' ? before.time : undefined
  const time = typed.time ? readTime(typed.time) : known
  if (time === undefined) throw new UserError('At what time?', example())
  if (days.kind === 'weekly') return { ...days, time, days: [...days.days] }
  if (before?.kind === 'every' && before.days === days.days) return { ...before, time }
  const first = next({ zone, rhythm: { kind: 'weekly', time, days: EVERY_DAY } }, now)
  return { ...days, time, from: localDay(first ?? now, zone) }
}

function daysOf(rhythm: Rhythm | null): Days {
  return rhythm ?? { kind: 'weekly', days: EVERY_DAY }
}
