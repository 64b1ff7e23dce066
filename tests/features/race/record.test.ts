import { expect, test } from 'vitest'
import { recordOf } from '../../../bot/features/race/record.ts'
import { ran } from '../../core/results.ts'

const TRUE = {
  turns: 1,
  seconds: 0.4,
  items: 8,
  digest: 'a'.repeat(64),
  opaque: [],
  clipped: false,
}

const recorded = (content: unknown, wallMs = 500) =>
  recordOf(
    ran({
      wallMs,
      files: [{ name: '!race.json', content: new TextEncoder().encode(JSON.stringify(content)) }],
    }),
  )

test('a record within the time of the run is believed', () => {
  expect(recorded(TRUE)).toEqual(TRUE)
})

test.each([
  ['a loop longer than the run', { ...TRUE, seconds: 0.6 }],
  ['negative time', { ...TRUE, seconds: -1 }],
  ['no number', { ...TRUE, seconds: 'fast' }],
  ['another digest', { ...TRUE, digest: '`@everyone`' }],
  ['endless names', { ...TRUE, opaque: ['x'.repeat(2_000)] }],
  ['nothing', null],
])('%s is not', (_, content) => {
  expect(recorded(content)).toBeNull()
})

test('without a record there is none', () => {
  expect(recordOf(ran({ files: [] }))).toBeNull()
})
