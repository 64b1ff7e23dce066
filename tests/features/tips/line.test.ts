import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UserError } from '../../../bot/core/errors.ts'
import { daysTyped, topicsTyped } from '../../../bot/features/tips/schedule/format.ts'
import { readDay } from '../../../bot/features/tips/schedule/parse.ts'
import { planSchema } from '../../../bot/features/tips/schedule/plan.ts'
import { next } from '../../../bot/features/tips/schedule/recurrence.ts'
import { readLine } from '../../../bot/features/tips/schedule/split-line.ts'
import { planned } from '../../../bot/features/tips/schedule/update-plan.ts'
import { catalogue } from './group.ts'

const NOW = Date.UTC(2026, 10, 25, 12)
const ground = { catalogue, now: NOW, channel: 'lobby', zone: 'Europe/Berlin' }

const WORDS =
  '9:00 25:00 0900 9 am pm noon every 3 400 days day other weekdays mon-fri sat-mon mon,wed Berlin Europe/Brelin new york cron * */5 0 9 1-5 L 5#2 lessons 3 99 part A and about cancellation all quiz plain grace 4h until 24 Dec "0 9 * * 1" “ " \' # 1'.split(
    ' ',
  )
const SOUND = ['Berlin', 'weekdays', 'quiz', 'grace 4h', 'lessons 3 4']
const line = fc.oneof(
  fc.shuffledSubarray(SOUND).map((parts) => ['9:00', ...parts].join(' ')),
  fc.array(fc.constantFrom(...WORDS), { maxLength: 9 }).map((words) => words.join(' ')),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

test('any line is a plan that is due some day, or is answered in words', () => {
  let plans = 0
  fc.assert(
    fc.property(line, fc.boolean(), (text, numbered) => {
      try {
        const plan = planned(readLine(text, { numbered }), null, ground)
        expect(planSchema.parse(plan)).toEqual(plan)
        expect(next(plan, NOW)).toBeGreaterThan(NOW)
        plans += 1
      } catch (error) {
        if (!(error instanceof UserError)) throw error
        expect(error.message.length).toBeGreaterThan(5)
      }
    }),
    { numRuns: 600 },
  )
  expect(plans).toBeGreaterThan(50)
})

test('a form that is sent as it was filled changes nothing', () => {
  fc.assert(
    fc.property(line, (text) => {
      let plan: ReturnType<typeof planned>
      try {
        plan = planned(readLine(text, { numbered: false }), null, ground)
      } catch (error) {
        if (error instanceof UserError) return
        throw error
      }
      const { rhythm, zone, as, graceMs } = plan
      const typed = { zone, days: daysTyped(rhythm), topics: topicsTyped(plan, catalogue), as }
      const time = rhythm.kind === 'cron' ? {} : { time: rhythm.time }
      const grace = `${graceMs / 3_600_000}`
      const again = planned({ ...typed, ...time, grace }, plan, { ...ground, zone: 'UTC' })
      expect({ ...again, topics: again.topics.toSorted() }).toEqual({
        ...plan,
        topics: plan.topics.toSorted(),
      })
    }),
    { numRuns: 600 },
  )
})

test.each([
  ['2026-12-24', '2026-12-24'],
  ['24.12.', '2026-12-24'],
  ['24 Dec', '2026-12-24'],
  ['24. November 2027', '2027-11-24'],
  ['1.2.', '2027-02-01'],
  ['tomorrow', '2026-11-26'],
  ['in 3 days', '2026-11-28'],
  ['2 weeks', '2026-12-09'],
  ['monday', '2026-11-30'],
  ['wed', '2026-12-02'],
])('until “%s” is until %s, said on Wednesday, 25 November 2026', (text, day) => {
  expect(readDay(text, '2026-11-25')).toBe(day)
})

test.each([
  '',
  'soon',
  '2026-02-30',
  '30.2.',
  '2026-11-25',
  '2020-01-01',
  '99 foo',
  '400000000 days',
  '24 Dec 9999',
])('“%s” is no day to pause until', (text) => {
  expect(() => readDay(text, '2026-11-25')).toThrow(UserError)
})
