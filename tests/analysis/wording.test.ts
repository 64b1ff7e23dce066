import fc from 'fast-check'
import { expect, test } from 'vitest'
import { code, duration, lines } from '../../bot/analysis/wording.ts'

test.each([
  [0.4, 'under 1 ms'],
  [12.4, '12 ms'],
  [340, '340 ms'],
  [3100, '3.1 s'],
  [12_000, '12 s'],
])('%d ms reads %s', (ms, words) => {
  expect(duration(ms)).toBe(words)
})

test.each([
  [[3], 'line 3'],
  [[4, 3, 5], 'lines 3 to 5'],
  [[3, 9], 'lines 3 and 9'],
  [[1, 5, 9, 12], 'lines 1 to 12'],
])('%j reads %s', (numbers, words) => {
  expect(lines(numbers)).toBe(words)
})

test('whatever the learner named cannot break out of its backticks', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const written = code(text)
      const inside = written === '(nothing)' ? '' : written.slice(1, -1)
      return !/[`\n\r\p{Cc}\p{Cf}]/u.test(inside) && written.length <= 62
    }),
  )
})
