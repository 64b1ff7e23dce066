/** Parses the parts of a schedule as people write them; errors suggest the closest valid value. */
import type { Catalogue } from '../../../../lessons/lessons.ts'
import { UserError } from '../../../core/errors.ts'
import { nearest } from '../../../lib/nearest.ts'
import { either } from '../../../lib/text/quantities.ts'
import { suggestZones, zoneNamed } from '../../../lib/time-zones.ts'
import { findLessons } from '../../lessons/find.ts'
import { DAY_NAMES } from './format.ts'
import { isCronLine } from './plan.ts'

/** The days of a rhythm, without the time. */
export type Days =
  | Readonly<{ kind: 'weekly'; days: readonly number[] }>
  | Readonly<{ kind: 'every'; days: number }>
  | Readonly<{ kind: 'cron'; line: string }>

const EXAMPLE = { time: '09:00', zone: 'Europe/Berlin', days: 'weekdays' }

/** An example command, with the values that were probably meant. */
export function example(better: Partial<typeof EXAMPLE> = {}): string {
  const { time, zone, days } = { ...EXAMPLE, ...better }
  return `/tips schedule ${time} ${zone} ${days}`
}

/**
 * Parses a time: `9:00`, `0900`, `9am` → `09:00`; also `9.30`, `9 pm` and `noon`.
 *
 * @throws {UserError} It isn't a time; the message suggests the closest ones.
 */
export function readTime(text: string): string {
  const time = timeOf(text.trim().toLowerCase())
  if (time !== null) return time
  const near = nearestTimes(text)
  throw new UserError(
    `I can't read the time “${text.trim()}”. Did you mean ${either(near)}?`,
    example({ time: near[0] ?? EXAMPLE.time }),
  )
}

const NAMED_TIMES = new Map([
  ['noon', '12:00'],
  ['midday', '12:00'],
  ['midnight', '00:00'],
])

function timeOf(text: string): string | null {
  const named = NAMED_TIMES.get(text)
  if (named !== undefined) return named
  const match = /^(\d{1,2})(?:[:.]?(\d{2}))?\s*(?:([ap])\.?m\.?)?$/.exec(text)
  const [, hours, minutes, half] = match ?? []
  if (hours === undefined || (minutes === undefined && half === undefined)) return null
  const [hour, minute] = [Number(hours), Number(minutes ?? 0)]
  if (minute > 59 || (half === undefined ? hour > 23 : hour < 1 || hour > 12)) return null
  return shown(half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0), minute)
}

/** Up to three times that may be meant. */
function nearestTimes(text: string): readonly string[] {
  const digits = /^\s*(\d{2})(\d{2})/.exec(text)
  const [hour = 9, minute = 0] = (digits?.slice(1) ?? text.match(/\d+/g) ?? []).map(Number)
  const minutes = minute % 60
  const carried = hour + Math.floor(minute / 60)
  const isLate = /p\.?m/i.test(text) && hour < 12
  if (carried > 23) return times([carried % 24, 10 + (hour % 10), 23], minutes)
  const isBare = /^\s*\d+\s*$/.test(text) && hour > 0 && hour < 12
  return times(isLate ? [hour + 12] : isBare ? [hour, hour + 12] : [carried], minutes)
}

function times(hours: readonly number[], minutes: number): readonly string[] {
  return [...new Set(hours.filter((hour) => hour < 24))].map((hour) => shown(hour, minutes))
}

function shown(hour: number, minute: number): string {
  return [hour, minute].map((part) => `${part}`.padStart(2, '0')).join(':')
}

/**
 * Parses a time zone or the name of a city.
 *
 * @throws {UserError} It is unknown; the message suggests similar ones.
 */
export function readZone(text: string): string {
  const zone = zoneNamed(text)
  if (zone !== null) return zone
  const near = suggestZones(text, 3)
  const meant = near.length > 0 ? ` Did you mean ${either(near)}?` : ' Name a city, such as Berlin.'
  throw new UserError(
    `Unknown time zone “${text.trim()}”.${meant}`,
    example({ zone: near[0] ?? EXAMPLE.zone }),
  )
}

const WEEKDAYS = [1, 2, 3, 4, 5]
const WEEKEND = [6, 0]
const EVERY_DAY = [...WEEKDAYS, ...WEEKEND]

const DAY_WORDS: ReadonlyMap<string, readonly number[]> = new Map([
  ['daily', EVERY_DAY],
  ['day', EVERY_DAY],
  ['weekdays', WEEKDAYS],
  ['weekday', WEEKDAYS],
  ['workdays', WEEKDAYS],
  ['weekends', WEEKEND],
  ['weekend', WEEKEND],
  ...DAY_NAMES.flatMap((name, day) => dayWords(name.toLowerCase(), day)),
])

function dayWords(name: string, day: number): readonly (readonly [string, readonly number[]])[] {
  const short = [name.slice(0, 2), name.slice(0, 3), name.slice(0, 4), name.slice(0, 5)]
  return [name, `${name}s`, ...short].map((word) => [word, [day]] as const)
}

/** Whether a word names a day, several days such as `weekdays`, or a range such as `mon-fri`. */
export function isDayWord(word: string): boolean {
  return word.split(/[-–]/).every((part) => DAY_WORDS.has(part.toLowerCase()))
}

/**
 * Parses days: `weekdays`, `mon wed fri`, `mon-fri`, `every 3 days`, `every other day`, `0 9 * * 1-5`.
 *
 * @throws {UserError} They can't be read, or the cron line or interval isn't allowed.
 */
export function readDays(text: string): Days {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/^cron\s+/, '')
  if (isCronText(words)) return { kind: 'cron', line: readCron(words) }
  const every = /^every\s+(\d+|other|second|third)\s+days?$/.exec(words)?.[1]
  if (every !== undefined) return everyDays(every)
  const parts = words.split(/[\s,;+&]+|\band\b/).filter((word) => word !== '' && word !== 'every')
  const days = new Set(parts.flatMap(daysOf))
  if (days.size === 0) throw new UserError('On which days?', example())
  return { kind: 'weekly', days: [...days].toSorted() }
}

const ORDINALS: Readonly<Record<string, number>> = { other: 2, second: 2, third: 3 }

function everyDays(text: string): Days {
  const days = ORDINALS[text] ?? Number(text)
  if (days === 1) return { kind: 'weekly', days: [...EVERY_DAY].toSorted() }
  if (days >= 2 && days <= 365) return { kind: 'every', days }
  throw new UserError('The interval can be 1 to 365 days.', example({ days: 'every 3 days' }))
}

function daysOf(word: string): readonly number[] {
  const known = DAY_WORDS.get(word)
  if (known) return known
  const [from, to] = word.split(/[-–]/).map((part) => DAY_WORDS.get(part)?.[0])
  if (from !== undefined && to !== undefined) {
    return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, n) => (from + n) % 7)
  }
  const near = nearestDay(word)
  throw new UserError(
    `I can't read the days “${word}”.${near ? ` Did you mean ${near}?` : ''}`,
    example({ days: near ?? EXAMPLE.days }),
  )
}

/** The day word most similar to a misspelled one. */
export function nearestDay(word: string): string | undefined {
  return nearest(
    word,
    [...DAY_WORDS.keys()].filter((name) => name.length > 3),
  )
}

/**
 * Whether a text looks like a cron line: five parts, the first two with a digit or star; names of days and months
 * are allowed.
 */
export function isCronText(text: string): boolean {
  const parts = text.trim().split(/\s+/)
  return (
    parts.length === 5 &&
    parts.every((part) => /^[\d*,/\-#?a-z]+$/i.test(part)) &&
    /[\d*]/.test(parts[0] ?? '') &&
    /[\d*]/.test(parts[1] ?? '')
  )
}

function readCron(line: string): string {
  if (!isCronLine(line)) {
    throw new UserError(
      `“${line}” isn't a cron line. It needs five parts: minute, hour, day of month, month, day of week.`,
      '/tips schedule Europe/Berlin cron 0 9 * * 1-5',
    )
  }
  if (/^\d+\s/.test(line)) return line
  throw new UserError(
    'A tip every few minutes would be too much. The first part must be a single minute.',
    `/tips schedule Europe/Berlin cron 0 ${line.split(/\s+/).slice(1).join(' ')}`,
  )
}

/**
 * Parses numbers and names of lessons and parts to lesson slugs; empty for all lessons.
 *
 * @throws {UserError} No lesson matches.
 */
export function readTopics(text: string, catalogue: Catalogue): readonly string[] {
  const wanted = text.trim().toLowerCase()
  if (/^(?:|all|any|mixed|everything|all lessons)$/.test(wanted)) return []
  const words = wanted.replace(/\b(?:lessons?|topics?|about)\b/g, ' ')
  const isList = words.split(/[\s,;+&]+/).every((word) => /^(?:|parts?|and|\d*[a-e]?)$/.test(word))
  const names = isList ? words.split(/[\s,;+&]+|\bparts?\b|\band\b/) : words.split(/[,;]/)
  const found = names
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .flatMap((name) => findLessons(catalogue, name).map(({ slug }) => slug))
  if (found.length === 0) throw new UserError('Which lessons?', '/tips schedule 09:00 lessons 3 4')
  return [...new Set(found)]
}

const LONGEST_PAUSE = { years: 1 }

/**
 * Parses a day after `today` to an ISO date: `2026-12-24`, `24.12.`, `24 Dec`, `3 days`.
 *
 * @throws {UserError} It isn't a day, isn't in the future, or is more than a year away.
 */
export function readDay(text: string, today: string): string {
  const day = dayOf(text.trim().toLowerCase(), Temporal.PlainDate.from(today))
  if (day === null) {
    const soon = Temporal.PlainDate.from(today).add({ days: 7 })
    throw new UserError(`I can't read the day “${text.trim()}”.`, `/tips pause until ${soon}`)
  }
  if (Temporal.PlainDate.compare(day, today) <= 0) {
    throw new UserError(`${day} is not in the future.`)
  }
  const last = Temporal.PlainDate.from(today).add(LONGEST_PAUSE)
  if (Temporal.PlainDate.compare(day, last) > 0) {
    throw new UserError('To pause for more than a year, leave out the day.', '/tips pause')
  }
  return day.toString()
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

function dayOf(text: string, today: Temporal.PlainDate): Temporal.PlainDate | null {
  if (text === 'tomorrow') return today.add({ days: 1 })
  const [, amount, unit] = /^(?:in\s+)?(\d{1,3})\s+(day|week)s?$/.exec(text) ?? []
  if (amount && unit)
    return today.add(unit === 'day' ? { days: Number(amount) } : { weeks: Number(amount) })
  const weekday = DAY_WORDS.get(text)
  if (weekday?.length === 1 && weekday[0] !== undefined) {
    return today.add({ days: (weekday[0] - (today.dayOfWeek % 7) + 7) % 7 || 7 })
  }
  const [, iso] = /^(\d{4}-\d\d-\d\d)$/.exec(text) ?? []
  if (iso !== undefined) return valid(() => Temporal.PlainDate.from(iso, { overflow: 'reject' }))
  const [, day, month, year] =
    /^(\d{1,2})[.\s]\s*(\d{1,2}|[a-z]{3})[a-z]*\.?\s*(\d{4})?$/.exec(text) ?? []
  if (day === undefined || month === undefined) return null
  const number = /\d/.test(month) ? Number(month) : MONTHS.indexOf(month) + 1
  const inYear = (each: number) =>
    valid(() =>
      Temporal.PlainDate.from(
        { year: each, month: number, day: Number(day) },
        { overflow: 'reject' },
      ),
    )
  const date = inYear(Number(year ?? today.year))
  const isOver = date !== null && Temporal.PlainDate.compare(date, today) <= 0
  return isOver && year === undefined ? inYear(today.year + 1) : date
}

function valid(make: () => Temporal.PlainDate): Temporal.PlainDate | null {
  try {
    return make()
  } catch {
    return null
  }
}

/**
 * Parses a number of hours from 1 to 48, such as `4` or `4h`.
 *
 * @throws {UserError} It is something else.
 */
export function readHours(text: string): number {
  const hours = Number(/^(\d+)\s*(?:h|hours?)?$/.exec(text.trim())?.[1])
  if (hours >= 1 && hours <= 48) return hours
  throw new UserError('The limit for late tips can be 1 to 48 hours.', '/tips edit grace 4')
}
