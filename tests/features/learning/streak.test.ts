import fc from 'fast-check'
import { expect, test } from 'vitest'
import { streakOf } from '../../../bot/features/progress/streak.ts'

const at = (local: string, zone: string) =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds

test.each([
  ['nothing yet', [], { days: 0, today: false, forgiven: false }],
  ['today only', ['2026-11-26T08:00'], { days: 1, today: true, forgiven: false }],
  [
    'today is still to come',
    ['2026-11-25T23:59', '2026-11-24T00:01'],
    { days: 2, today: false, forgiven: false },
  ],
  [
    'one day of the week is forgiven',
    ['2026-11-26T08:00', '2026-11-24T08:00'],
    { days: 2, today: true, forgiven: true },
  ],
  [
    'two days of a week are not',
    ['2026-11-26T08:00', '2026-11-23T08:00'],
    { days: 1, today: true, forgiven: false },
  ],
  [
    'Sunday and Monday are of two weeks',
    ['2026-11-26T08:00', '2026-11-25T08:00', '2026-11-24T08:00', '2026-11-21T08:00'],
    { days: 4, today: true, forgiven: true },
  ],
  [
    'a gap before the first day costs nothing',
    ['2026-11-25T08:00', '2026-11-20T08:00'],
    { days: 1, today: false, forgiven: false },
  ],
] as const)('%s', (_, days, streak) => {
  const zone = 'America/New_York'
  expect(
    streakOf(
      days.map((day) => at(day, zone)),
      at('2026-11-26T20:00', zone),
      zone,
    ),
  ).toEqual(streak)
})

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/Sao_Paulo',
]
const HOUR = 3_600_000

/** The same by day numbers: local days are counted from the text that a clock on the wall shows. */
function plainly(times: readonly number[], now: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const dayOf = (time: number) => Math.floor(Date.parse(format.format(time)) / (24 * HOUR))
  const active = new Set(times.map(dayOf))
  // 1 January 1970 was a Thursday.
  const weekOf = (day: number) => Math.floor((day + 3) / 7)
  const used = new Set<number>()
  let days = active.has(dayOf(now)) ? 1 : 0
  for (let day = dayOf(now) - 1; ; day--) {
    if (active.has(day)) days++
    else if (used.has(weekOf(day))) return days
    else used.add(weekOf(day))
  }
}

test('in every zone and over every change of the clocks, days are those of the wall', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      fc.integer({ min: Date.UTC(2011, 11, 20), max: Date.UTC(2027, 0, 1) }),
      fc.array(fc.integer({ min: 0, max: 40 * 24 }), { maxLength: 60 }),
      (zone, now, hoursAgo) => {
        const times = hoursAgo.map((hours) => now - hours * HOUR)
        expect(streakOf(times, now, zone).days).toBe(plainly(times, now, zone))
      },
    ),
    { numRuns: 500 },
  )
})
