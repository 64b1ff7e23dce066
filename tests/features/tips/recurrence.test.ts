import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Rhythm } from '../../../bot/features/tips/schedule/plan.ts'
import { between, next } from '../../../bot/features/tips/schedule/recurrence.ts'
import { ZONES } from '../../../bot/lib/time-zones.ts'

const DAILY = [0, 1, 2, 3, 4, 5, 6]
const daily = (time: string): Rhythm => ({ kind: 'weekly', time, days: DAILY })
const cron = (line: string): Rhythm => ({ kind: 'cron', line })

/** From the evening before: the next three moments, in UTC. */
const TRANSITIONS: readonly [what: string, zone: string, rhythm: Rhythm, from: string, string[]][] =
  [
    [
      '09:00 stays 09:00 when summer time begins',
      'Europe/Berlin',
      daily('09:00'),
      '2026-03-27T12:00Z',
      ['2026-03-28T08:00Z', '2026-03-29T07:00Z', '2026-03-30T07:00Z'],
    ],
    [
      '09:00 stays 09:00 when it ends',
      'America/New_York',
      daily('09:00'),
      '2026-10-31T00:00Z',
      ['2026-10-31T13:00Z', '2026-11-01T14:00Z', '2026-11-02T14:00Z'],
    ],
    [
      'a time in the gap is the first valid moment',
      'Europe/Berlin',
      daily('02:30'),
      '2026-03-28T12:00Z',
      ['2026-03-29T01:00Z', '2026-03-30T00:30Z', '2026-03-31T00:30Z'],
    ],
    [
      'a time that comes twice is its first moment, once',
      'Europe/Berlin',
      daily('02:30'),
      '2026-10-24T12:00Z',
      ['2026-10-25T00:30Z', '2026-10-26T01:30Z', '2026-10-27T01:30Z'],
    ],
    [
      'after the first of the two there is no second',
      'Europe/Berlin',
      daily('02:30'),
      '2026-10-25T00:45Z',
      ['2026-10-26T01:30Z', '2026-10-27T01:30Z', '2026-10-28T01:30Z'],
    ],
    [
      'Lord Howe leaps by half an hour',
      'Australia/Lord_Howe',
      daily('02:15'),
      '2026-10-03T00:00Z',
      ['2026-10-03T15:30Z', '2026-10-04T15:15Z', '2026-10-05T15:15Z'],
    ],
    [
      'Lord Howe goes back by half an hour',
      'Australia/Lord_Howe',
      daily('01:45'),
      '2027-04-02T16:00Z',
      ['2027-04-03T14:45Z', '2027-04-04T15:15Z', '2027-04-05T15:15Z'],
    ],
    [
      'Kathmandu is at a quarter to',
      'Asia/Kathmandu',
      daily('09:00'),
      '2026-11-25T12:00Z',
      ['2026-11-26T03:15Z', '2026-11-27T03:15Z', '2026-11-28T03:15Z'],
    ],
    [
      'in Nuuk the gap ends at midnight, and the day before still has its tip',
      'America/Nuuk',
      { kind: 'weekly', time: '23:30', days: [6] },
      '2026-03-22T12:00Z',
      ['2026-03-29T01:00Z', '2026-04-05T00:30Z', '2026-04-12T00:30Z'],
    ],
    [
      'in Santiago midnight itself is in the gap',
      'America/Santiago',
      daily('00:00'),
      '2026-09-05T12:00Z',
      ['2026-09-06T04:00Z', '2026-09-07T03:00Z', '2026-09-08T03:00Z'],
    ],
    [
      'every three days are local days, over the change of clocks too',
      'Europe/Berlin',
      { kind: 'every', time: '02:30', days: 3, from: '2026-03-26' },
      '2026-03-26T12:00Z',
      ['2026-03-29T01:00Z', '2026-04-01T00:30Z', '2026-04-04T00:30Z'],
    ],
    [
      'of two times that the gap makes one, there is one',
      'Europe/Berlin',
      cron('0 2,3 * * *'),
      '2026-03-28T12:00Z',
      ['2026-03-29T01:00Z', '2026-03-30T00:00Z', '2026-03-30T01:00Z'],
    ],
    [
      'a day that a zone left out comes at the start of the next',
      'Pacific/Apia',
      daily('00:00'),
      '2011-12-29T12:00Z',
      ['2011-12-30T10:00Z', '2011-12-31T10:00Z', '2012-01-01T10:00Z'],
    ],
    [
      'the 29th of February waits for its year',
      'UTC',
      cron('0 9 29 2 *'),
      '2026-11-26T00:00Z',
      ['2028-02-29T09:00Z', '2032-02-29T09:00Z', '2036-02-29T09:00Z'],
    ],
  ]

test.each(TRANSITIONS)('%s', (_, zone, rhythm, from, moments) => {
  const found = between(
    { zone, rhythm },
    { after: Date.parse(from), until: Infinity, most: moments.length },
  )
  expect(found.map((at) => new Date(at).toISOString().replace(':00.000Z', 'Z'))).toEqual(moments)
})

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS

/**
 * An independent model: each day in turn, and of each the first minute of the time line at which a clock there shows
 * the time or a later one of that day, or a later day.
 */
function firstShown(day: Temporal.PlainDate, time: string, zone: string): number {
  const wanted = day.toPlainDateTime(Temporal.PlainTime.from(time))
  const around = day.toZonedDateTime('UTC').epochMilliseconds
  let [early, late] = [around / MINUTE_MS - 2 * 1440, around / MINUTE_MS + 2 * 1440]
  const isThere = (minute: number) => {
    const shown = Temporal.Instant.fromEpochMilliseconds(minute * MINUTE_MS)
    return Temporal.PlainDateTime.compare(shown.toZonedDateTimeISO(zone), wanted) >= 0
  }
  // Where clocks go back, “there” is not for good: look minute by minute from before.
  while (late - early > 300) {
    const middle = Math.floor((early + late) / 2)
    if (isThere(middle)) late = middle
    else early = middle
  }
  for (let minute = early - 300; minute <= late; minute++) {
    if (isThere(minute)) return minute * MINUTE_MS
  }
  throw new Error(`${wanted} is not found in ${zone}`)
}

const zone = fc.constantFrom(
  ...ZONES,
  // Where the odd things happen.
  ...['Australia/Lord_Howe', 'America/Nuuk', 'Africa/Cairo', 'Asia/Beirut', 'Africa/Casablanca'],
)
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => `${part}`.padStart(2, '0')).join(':'))

/** Half of them within two days of a transition of the zone. */
const zoneAndStart = zone.chain((zone) =>
  fc
    .tuple(
      fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2036, 0) }),
      fc.boolean(),
      fc.integer({ min: -2880, max: 60 }),
    )
    .map(([at, near, minutes]) => {
      const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
      const transition = near ? zoned.getTimeZoneTransition('next') : null
      return { zone, after: (transition?.epochMilliseconds ?? at) + minutes * MINUTE_MS }
    }),
)

test('any time of any day in any zone comes when a clock there first shows it or leaps over it', () => {
  const days = fc.uniqueArray(fc.constantFrom(...DAILY), { minLength: 1 })
  fc.assert(
    fc.property(zoneAndStart, time, days, ({ zone, after }, time, days) => {
      const start = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(zone)
      const wanted = Array.from({ length: 17 }, (_, n) => start.toPlainDate().add({ days: n - 2 }))
        .filter(({ dayOfWeek }) => days.includes(dayOfWeek % 7))
        .map((day) => firstShown(day, time, zone))
        .filter((at) => at > after)
      const found = between(
        { zone, rhythm: { kind: 'weekly', time, days } },
        { after, until: after + 8 * DAY_MS, most: 99 },
      )
      expect(found).toEqual([...new Set(wanted)].filter((at) => at <= after + 8 * DAY_MS))
    }),
    { numRuns: 150 },
  )
})

test('every so many days keeps to its days, whenever it is asked', () => {
  const days = fc.integer({ min: 2, max: 60 })
  fc.assert(
    fc.property(zoneAndStart, time, days, fc.nat({ max: 200 }), (start, time, days, ago) => {
      const { zone, after } = start
      const today = Temporal.Instant.fromEpochMilliseconds(after)
        .toZonedDateTimeISO(zone)
        .toPlainDate()
      const from = today.subtract({ days: ago })
      const at = next({ zone, rhythm: { kind: 'every', time, days, from: `${from}` } }, after)
      const moments = Array.from({ length: 10 }, (_, k) => Math.floor(ago / days) - 1 + k)
        .filter((k) => k >= 0)
        .map((k) => firstShown(from.add({ days: k * days }), time, zone))
      expect(at).toBe(moments.find((moment) => moment > after))
    }),
    { numRuns: 150 },
  )
})

test('what follows is always later, for any cron line', () => {
  const part = (min: number, max: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min, max }).map(String),
      fc.integer({ min: 2, max }).map((step) => `*/${step}`),
    )
  const line = fc
    .tuple(part(0, 59), part(0, 23), part(1, 28), part(1, 12), part(0, 6))
    .map((parts) => parts.join(' '))
  fc.assert(
    fc.property(zoneAndStart, line, ({ zone, after }, line) => {
      const found = between(
        { zone, rhythm: { kind: 'cron', line } },
        { after, until: after + 3 * DAY_MS, most: 200 },
      )
      expect(found).toEqual([...new Set(found)].toSorted((a, b) => a - b))
      expect(found.every((at) => at > after && at % MINUTE_MS === 0)).toBe(true)
    }),
    { numRuns: 200 },
  )
})
