import { expect, test } from 'vitest'
import { tokenBuckets } from '../../bot/core/rates.ts'
import { ratesInStore } from '../../bot/store/shared-rates.ts'
import { memoryStore } from '../store/memory.ts'

const RUNS = { person: { burst: 2, perMinute: 6 }, channel: { burst: 3, perMinute: 60 } }
const TABLE = { run: RUNS, model: RUNS, proof: RUNS }

async function ratesAt(start: number, perHour: number | null = null) {
  let now = start
  const rates = ratesInStore(await memoryStore(), () => now, TABLE)
  const take = (person: string, channel = 'lobby') =>
    rates.take('run', { person, channel }, perHour)
  return {
    take,
    pass: (ms: number) => {
      now += ms
    },
  }
}

test('a person may do some at once, and is then told how long to wait', async () => {
  const { take } = await ratesAt(1_000_000)
  expect([await take('ada'), await take('ada'), await take('ada')]).toEqual([0, 0, 10_000])
})

test('a refusal takes nothing: the wait does not grow by asking', async () => {
  const { take, pass } = await ratesAt(1_000_000)
  for (let asked = 0; asked < 10; asked++) await take('ada')
  pass(10_000)
  expect(await take('ada')).toBe(0)
  expect(await take('ada')).toBe(10_000)
})

test('a full budget comes back with time, and never more than that', async () => {
  const { take, pass } = await ratesAt(1_000_000)
  await take('ada')
  await take('ada')
  pass(3_600_000)
  expect([await take('ada'), await take('ada'), await take('ada')]).toEqual([0, 0, 10_000])
})

test('a channel has a budget of its own, over all its people', async () => {
  const { take } = await ratesAt(1_000_000)
  expect([await take('ada'), await take('bob'), await take('cleo')]).toEqual([0, 0, 0])
  expect(await take('dan')).toBe(1000)
  expect(await take('dan', 'elsewhere')).toBe(0)
})

test('runs and answers of a model are counted apart', async () => {
  const rates = ratesInStore(await memoryStore(), () => 1_000_000, TABLE)
  const asker = { person: 'ada', channel: 'lobby' }
  const take = (kind: 'run' | 'model') => rates.take(kind, asker, null)
  await take('run')
  await take('run')
  expect([await take('run'), await take('model')]).toEqual([10_000, 0])
})

test('a workspace may allow a person less by the hour, which comes back evenly', async () => {
  const { take, pass } = await ratesAt(1_000_000, 3)
  const asked: number[] = []
  for (let each = 0; each < 3; each++) {
    asked.push(await take('ada', `channel ${each}`))
    pass(60_000)
  }
  expect(asked).toEqual([0, 0, 0])
  expect(await take('ada')).toBe(17 * 60_000)
  pass(17 * 60_000)
  expect(await take('ada')).toBe(0)
})

test('in memory too, a clock that is set back makes nobody wait longer than for one token', () => {
  let now = 86_400_000
  const buckets = tokenBuckets(() => now)
  const rate = { burst: 2, perMinute: 6 }
  const take = () => {
    const waitMs = buckets.waitMs('ada', rate)
    if (waitMs === 0) buckets.take('ada', rate)
    return waitMs
  }
  expect([take(), take(), take()]).toEqual([0, 0, 10_000])
  now = 0
  expect(take()).toBe(10_000)
  now = 9_000
  expect(take()).toBe(1000)
  now = 10_000
  expect([take(), take()]).toEqual([0, 10_000])
})
