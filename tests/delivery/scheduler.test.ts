/** Who may call a platform when, on a clock that is moved by hand. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createScheduler, type Urgency } from '../../bot/delivery/scheduler.ts'
import { timeByHand } from '../time.ts'

const RATE = { burst: 3, perMinute: 60 }
const UPDATES = [{ key: 'updates', rate: RATE }]
const URGENCIES: readonly Urgency[] = ['first', 'last', 'between']

function scheduled() {
  const time = timeByHand()
  const closing = new AbortController()
  const scheduler = createScheduler(time, closing.signal)
  const went: { name: string; at: number }[] = []
  const start = time.clock()
  const wait = (
    name: string,
    urgency: Urgency,
    budgets: Parameters<typeof scheduler.turn>[0] = UPDATES,
  ) => {
    const abort = new AbortController()
    const ended = scheduler.turn(budgets, urgency, abort.signal).then((isOurs) => {
      if (isOurs) went.push({ name, at: time.clock() - start })
      return isOurs
    })
    return { abort, ended }
  }
  /** In small steps, so that what follows a turn comes at its time. */
  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 100) {
      time.advance(Math.min(100, left))
      await settled()
    }
  }
  return { scheduler, closing, went, wait, pass }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('calls never exceed their rate, and none waits for ever', async () => {
  const call = fc.record({
    urgency: fc.constantFrom(...URGENCIES),
    budgets: fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
    afterMs: fc.integer({ min: 0, max: 500 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 25 }), async (calls) => {
      const { wait, pass, went } = scheduled()
      for (const [n, { urgency, budgets, afterMs }] of calls.entries()) {
        const drawn = budgets.map((key) => ({ key, rate: RATE }))
        wait(`${n} ${budgets.join('')}`, urgency, drawn)
        await pass(afterMs)
      }
      await pass(calls.length * 1000)
      expect(went).toHaveLength(calls.length)
      for (const key of ['a', 'b', 'c']) {
        const times = went.filter(({ name }) => name.includes(key)).map(({ at }) => at)
        for (const [n, at] of times.entries()) {
          const inSecond = times.slice(n).filter((each) => each < at + 1000)
          expect(inSecond.length).toBeLessThanOrEqual(RATE.burst + 1)
        }
      }
    }),
    { numRuns: 30 },
  )
})

test('of those that wait, the first sign of life goes first, then the last revision, each in its order', async () => {
  const { wait, pass, went } = scheduled()
  for (const n of [1, 2, 3]) wait(`spent ${n}`, 'between')
  wait('between', 'between')
  wait('last 1', 'last')
  wait('last 2', 'last')
  wait('first', 'first')
  await pass(10_000)
  expect(went.slice(3).map(({ name }) => name)).toEqual(['first', 'last 1', 'last 2', 'between'])
})

test('a limit that the platform names holds for everybody who draws from it, and for nobody else', async () => {
  const { scheduler, wait, pass, went } = scheduled()
  scheduler.freeze('updates', 30_000)
  wait('frozen', 'first')
  wait('free', 'between', [{ key: 'posts' }])
  await pass(29_000)
  expect(went.map(({ name }) => name)).toEqual(['free'])
  await pass(1000)
  expect(went.map(({ name }) => name)).toEqual(['free', 'frozen'])
})

test('what waits for a frozen limit keeps others from none that is open', async () => {
  const { scheduler, wait, pass, went } = scheduled()
  scheduler.freeze('C1', 60_000)
  wait('both', 'first', [{ key: 'global', rate: RATE }, { key: 'C1' }])
  for (const n of [1, 2, 3]) wait(`global ${n}`, 'between', [{ key: 'global', rate: RATE }])
  await pass(100)
  expect(went).toHaveLength(3)
})

test('one that is no longer needed takes nothing', async () => {
  const { wait, pass, went } = scheduled()
  for (const n of [1, 2, 3]) wait(`spent ${n}`, 'between')
  const withdrawn = wait('withdrawn', 'first')
  const other = wait('other', 'last')
  withdrawn.abort.abort()
  expect(await withdrawn.ended).toBe(false)
  await pass(1000)
  expect(await other.ended).toBe(true)
  expect(went.at(-1)).toEqual({ name: 'other', at: 1000 })
})

test('when everything closes, nobody waits any more', async () => {
  const { scheduler, closing, wait } = scheduled()
  scheduler.freeze('updates', 60_000)
  const waits = wait('waits', 'last')
  closing.abort()
  expect(await waits.ended).toBe(true)
  expect(await wait('later', 'between').ended).toBe(true)
})
