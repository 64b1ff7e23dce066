/**
 * When a plan is due. Croner computes local times without daylight saving time, and each is then converted to a moment:
 * the first valid one if clocks skip it, the earlier one if they show it twice. Croner 11's own conversion leaves out a
 * time in a gap that crosses midnight, as in Nuuk.
 */
import { Cron } from 'croner'
import { DAY_MS } from '../../../lib/days.ts'
import type { Plan, Rhythm } from './plan.ts'

type When = Pick<Plan, 'zone' | 'rhythm'>

/** The first occurrence after `after`, both epoch ms; null if there is none. */
export function next({ zone, rhythm }: When, after: number): number | null {
  let wall = wallAt(after, zone)
  for (;;) {
    const following = nextWall(rhythm, wall)
    if (following === null) return null
    const at = momentOf(following, zone)
    // When clocks go back, they show a time again that has already occurred.
    if (at > after) return at
    wall = following
  }
}

/** The first `most` occurrences after `after` and not later than `until`, epoch ms. */
export function between(
  when: When,
  { after, until, most }: Readonly<{ after: number; until: number; most: number }>,
): readonly number[] {
  const found: number[] = []
  for (let at = next(when, after); at !== null && at <= until; at = next(when, at)) {
    if (found.length === most) break
    found.push(at)
  }
  return found
}

/** The local day in a zone, such as `2026-11-26`. `at`: epoch ms. */
export function localDay(at: number, zone: string): string {
  return zoned(at, zone).toPlainDate().toString()
}

/** The first moment of a local day in a zone, epoch ms. */
export function startOfDay(day: string, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds
}

/** The local time in a zone, as if it were UTC, epoch ms. */
function wallAt(at: number, zone: string): number {
  return zoned(at, zone).toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds
}

function momentOf(wall: number, zone: string): number {
  const shown = zoned(wall, 'UTC').toPlainDateTime()
  const moment = shown.toZonedDateTime(zone)
  if (moment.toPlainDateTime().equals(shown)) return moment.epochMilliseconds
  const before = shown.toZonedDateTime(zone, { disambiguation: 'earlier' })
  return (before.getTimeZoneTransition('next') ?? moment).epochMilliseconds
}

function zoned(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
}

function nextWall(rhythm: Rhythm, after: number): number | null {
  if (rhythm.kind !== 'every') {
    const line = rhythm.kind === 'cron' ? rhythm.line : cronOf(rhythm)
    return parsed(line).nextRun(new Date(after))?.getTime() ?? null
  }
  const first = Date.parse(`${rhythm.from}T${rhythm.time}:00Z`)
  const stepMs = rhythm.days * DAY_MS
  return first + Math.max(0, Math.floor((after - first) / stepMs) + 1) * stepMs
}

function cronOf({ time, days }: Rhythm & { kind: 'weekly' }): string {
  const [hour, minute] = time.split(':').map(Number)
  return `${minute} ${hour} * * ${days.join(',')}`
}

function parsed(line: string): Cron {
  return new Cron(line, { mode: '5-part', timezone: 'UTC', paused: true })
}
