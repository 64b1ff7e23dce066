/** The bars of a program that strangers use, in short; each program here tries one in full. */
import { expect, test, vi } from 'vitest'
import { besiege } from './hostile.ts'
import { killOften } from './kills.ts'
import { soak } from './soak.ts'

/** They take half a minute; nothing here is timed. */
vi.setConfig({ testTimeout: 300_000 })

test('of a busy program that is killed nothing is left once the next has started', async () => {
  const { nextMs, left } = await killOften(3, 0)
  expect(left).toEqual([])
  expect(nextMs).toHaveLength(3)
})

test('two hundred runs of all sorts, four at a time, are all answered and leave nothing', async () => {
  const { unanswered, left } = await soak(200)
  expect(unanswered).toBe(0)
  expect(left).toEqual([])
})

// Tangled texts, runs and races are not among them yet: nothing limits those.
test('while twelve people hold streams and try tokens, whoever comes is let in and answered', async () => {
  const { told } = await besiege(8, 'many', ['heads', 'streams', 'tokens'])
  expect(told.filter(({ kind }) => kind !== 'answered')).toEqual([])
  expect(told).toHaveLength(8)
})
