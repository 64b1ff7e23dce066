import { expect, test } from 'vitest'
import { repeatEvery } from '../../bot/lib/repeat.ts'
import { timeByHand } from '../time.ts'

const DAY_MS = 24 * 60 * 60_000

test('what is due while a round takes long is one round, and sees the latest time', async () => {
  const time = timeByHand()
  const start = time.clock()
  const seen: number[] = []
  const slow = Promise.withResolvers<void>()
  const work = async () => {
    seen.push(time.clock() - start)
    await slow.promise
  }
  const rounds = repeatEvery(work, 15_000, time)
  time.advance(60 * DAY_MS)
  expect(seen).toEqual([0])
  slow.resolve()
  await rounds.close()
  expect(seen).toEqual([0, 60 * DAY_MS])
})

test('a round follows each time that goes by, until they are closed', async () => {
  const time = timeByHand()
  let count = 0
  const work = async () => {
    count += 1
  }
  const rounds = repeatEvery(work, 1000, time)
  for (let each = 0; each < 3; each++) {
    await Promise.resolve()
    await Promise.resolve()
    time.advance(1000)
  }
  expect(count).toBe(4)
  await rounds.close()
  time.advance(10_000)
  expect(count).toBe(4)
})
