import fc from 'fast-check'
import { expect, test } from 'vitest'
import { barChart } from '../../bot/timeline/bars.ts'
import { checkMarkup } from './wellformed.ts'

const RACE = {
  title: 'fetch over 10 items',
  unit: 's',
  bars: [
    { label: 'sequential', value: 2.013 },
    { label: 'threads', value: 0.231, note: '10 workers' },
    { label: 'asyncio', value: 0.2187, winner: true },
    { label: 'processes', value: null, note: 'a lambda cannot be sent' },
  ],
}

test('the words give every time and the winner', () => {
  expect(barChart(RACE).alt).toBe(
    'fetch over 10 items: sequential 2.01 s; threads 0.23 s (10 workers); asyncio 0.22 s (fastest); processes no time (a lambda cannot be sent).',
  )
})

test('bars are as long as their values, and what has none has no bar', () => {
  const widths = [
    ...barChart(RACE).svg.matchAll(/<rect class="ink-(?:bar|running)"[^>]* width="([^"]+)"/g),
  ].map(([, width]) => Number(width))
  expect(widths).toHaveLength(3)
  const [most = 0, threads = 0, least = 0] = widths
  expect(threads / most).toBeCloseTo(0.231 / 2.013, 2)
  expect(least / most).toBeCloseTo(0.2187 / 2.013, 2)
})

test('where a whole bar stands for more than the greatest value, that one is not whole', () => {
  const widthOf = (whole?: number) => {
    const bars = [{ label: 'Part A', value: 60 }]
    const { svg } = barChart({ title: 'x', unit: '%', bars, small: true, ...(whole && { whole }) })
    return Number(/<rect class="ink-bar"[^>]* width="([^"]+)"/.exec(svg)?.[1])
  }
  expect(widthOf(100) / widthOf()).toBeCloseTo(0.6, 2)
})

test('any values and words give a well-formed chart', () => {
  const text = fc.string({ unit: 'binary', maxLength: 100 })
  const bar = fc.record({
    label: text,
    value: fc.option(
      fc.oneof(fc.double({ min: -1e9, max: 1e9 }), fc.constant(Number.POSITIVE_INFINITY)),
    ),
    note: text,
    winner: fc.boolean(),
  })
  fc.assert(
    fc.property(
      text,
      text,
      fc.array(bar, { maxLength: 30 }),
      fc.boolean(),
      (title, unit, bars, small) => {
        const { svg } = barChart({ title, unit, bars, small })
        checkMarkup(svg)
        expect(svg).not.toMatch(/ (?:x|y|width|d)="[^"]*(?:-|NaN|Infinity)/)
      },
    ),
  )
})
