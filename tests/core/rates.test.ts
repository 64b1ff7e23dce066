import { expect, test } from 'vitest'
import { ratesInMemory } from '../../bot/rates.ts'

const RUNS = { person: { burst: 2, perMinute: 6 }, channel: { burst: 3, perMinute: 60 } }
const TABLE = { run: RUNS, model: RUNS }

function ratesAt(start: number) {
  let now = start
  const rates = ratesInMemory(() => now, TABLE)
  const take = (person: string, channel = 'lobby') => rates.take('run', { person, channel })
  return {
    take,
    pass: (ms: number) => {
      now += ms
    },
  }
}

test('a person may do some at once, and is then told how long to wait', async () => {
  const { take } = ratesAt(1_000_000)
  expect([await take('ada'), await take('ada'), await take('ada')]).toEqual([0, 0, 10_000])
})

test('a refusal takes nothing: the wait does not grow by asking', async () => {
  const { take, pass } = ratesAt(1_000_000)
  for (let asked = 0; asked < 10; asked++) await take('ada')
  pass(10_000)
  expect(await take('ada')).toBe(0)
  expect(await take('ada')).toBe(10_000)
})

test('a full budget comes back with time, and never more than that', async () => {
  const { take, pass } = ratesAt(1_000_000)
  await take('ada')
  await take('ada')
  pass(3_600_000)
  expect([await take('ada'), await take('ada'), await take('ada')]).toEqual([0, 0, 10_000])
})

test('a channel has a budget of its own, over all its people', async () => {
  const { take } = ratesAt(1_000_000)
  expect([await take('ada'), await take('bob'), await take('cleo')]).toEqual([0, 0, 0])
  expect(await take('dan')).toBe(1000)
  expect(await take('dan', 'elsewhere')).toBe(0)
})

test('runs and answers of a model are counted apart', async () => {
  const rates = ratesInMemory(() => 1_000_000, TABLE)
  const asker = { person: 'ada', channel: 'lobby' }
  await rates.take('run', asker)
  await rates.take('run', asker)
  expect([await rates.take('run', asker), await rates.take('model', asker)]).toEqual([10_000, 0])
})
