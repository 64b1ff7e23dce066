/** Which calls are made again, and how long for, on a clock that is moved by hand. */
import { expect, test } from 'vitest'
import { createAttempts, type How, PATIENCE, unprompted } from '../../bot/delivery/attempts.ts'
import type { Failure } from '../../bot/delivery/outcome.ts'
import { timeByHand } from '../time.ts'

const MINUTE = 60_000
const settled = () => new Promise((resolve) => setImmediate(resolve))

function attempting() {
  const time = timeByHand()
  const closing = new AbortController()
  const attempts = createAttempts(time, closing.signal, (trouble) => trouble as Failure)
  const abort = new AbortController()
  /** Fails in these ways, one after the other, and then in the last of them; null is a success. */
  function make(fails: readonly (Failure | null)[], how: Partial<How<string>> = {}) {
    const at: number[] = []
    const started = time.clock()
    const call = async () => {
      const trouble = fails[Math.min(at.push(time.clock() - started), fails.length) - 1]
      if (trouble) throw trouble
      return 'done'
    }
    const asked: How<string> = {
      ...{ budgets: [{ key: 'edits' }], urgency: 'last', again: 'safe' },
      ...{ patienceMs: PATIENCE.answerMs, signal: abort.signal, ...how },
    }
    return { at, outcome: attempts.make(call, asked) }
  }
  async function pass(ms: number): Promise<void> {
    await settled()
    for (let left = ms; left > 0; left -= 100) {
      time.advance(Math.min(100, left))
      for (let turn = 0; turn < 4; turn++) await settled()
    }
  }
  return { make, pass, abort, closing, attempts, time }
}

const limited = (seconds: number): Failure => ({ is: 'later', cause: 1, waitMs: seconds * 1000 })
const trouble = (is: Exclude<Failure['is'], 'later'>): Failure => ({ is, cause: is })

test('a call that is told to wait is made again then, and others of its limit wait as well', async () => {
  const { make, pass } = attempting()
  const one = make([limited(5), null])
  await settled()
  const other = make([null], { urgency: 'first' })
  await pass(4900)
  expect([one.at, other.at]).toEqual([[0], []])
  await pass(200)
  expect(await one.outcome).toEqual({ is: 'done', result: 'done' })
  expect(other.at).toEqual([5000])
})

test('the last revision is tried for half an hour, and no longer', async () => {
  const { make, pass } = attempting()
  const { at, outcome } = make([trouble('unknown')])
  await pass(31 * MINUTE)
  expect(await outcome).toMatchObject({ is: 'unknown' })
  expect(at.at(-1)).toBeGreaterThan(29 * MINUTE)
  expect(at.at(-1)).toBeLessThanOrEqual(30 * MINUTE)
  expect(at.length).toBeLessThan(80)
}, 30_000)

test('what is said unprompted is given up before a lease of a minute ends', async () => {
  const { make, pass } = attempting()
  const away = make([trouble('unreached')], { patienceMs: PATIENCE.postMs, again: 'undone' })
  const told = make([limited(50)], { patienceMs: PATIENCE.postMs, budgets: [{ key: 'posts' }] })
  await pass(MINUTE)
  expect(away.at.at(-1)).toBeLessThanOrEqual(PATIENCE.postMs)
  expect(await away.outcome).toMatchObject({ is: 'unreached' })
  expect(await told.outcome).toMatchObject({ is: 'later' })
  expect(told.at).toEqual([0])
})

test('so is one that takes several messages, each of which has to wait', async () => {
  const { make, pass, abort, attempts, time } = attempting()
  const began = time.clock()
  const how = unprompted({
    attempts,
    how: { urgency: 'last', patienceMs: PATIENCE.callMs, signal: abort.signal },
  })
  const ended = (async () => {
    const outcomes: string[] = []
    for (const key of ['one', 'two', 'three', 'four']) {
      const { outcome } = make([limited(15), null], { ...how, budgets: [{ key }] })
      outcomes.push((await outcome).is)
    }
    return [outcomes, time.clock() - began] as const
  })()
  await pass(MINUTE)
  const [outcomes, tookMs] = await ended
  expect(outcomes).toEqual(['done', 'done', 'withdrawn', 'withdrawn'])
  expect(tookMs).toBeLessThanOrEqual(PATIENCE.postMs)
})

test('a post whose outcome is not known is looked for, and not made twice', async () => {
  const { make, pass } = attempting()
  const { at, outcome } = make([trouble('unknown')], {
    again: 'undone',
    find: async () => 'found',
  })
  await pass(1000)
  expect(await outcome).toEqual({ is: 'done', result: 'found' })
  expect(at).toEqual([0])
})

test('while it cannot be looked for, it is not made again', async () => {
  const { make, pass } = attempting()
  let looks = 0
  const find = async () => {
    looks += 1
    if (looks < 4) throw trouble('unknown')
    return 'found'
  }
  const { at, outcome } = make([trouble('unknown')], { again: 'undone', find })
  await pass(MINUTE)
  expect(await outcome).toEqual({ is: 'done', result: 'found' })
  expect([at, looks]).toEqual([[0], 4])
})

test('one that was not found is made again, and one that cannot be looked for is not', async () => {
  const { make, pass } = attempting()
  const sought = make([trouble('unknown'), null], { again: 'undone', find: async () => null })
  const unsought = make([trouble('unknown')], { again: 'undone' })
  await pass(1000)
  expect(await sought.outcome).toMatchObject({ is: 'done' })
  expect(await unsought.outcome).toMatchObject({ is: 'unknown' })
  expect([sought.at.length, unsought.at.length]).toEqual([2, 1])
})

test.each(['gone', 'fixed', 'closed', 'missing', 'unavailable', 'failed'] as const)(
  '%s is not tried again',
  async (is) => {
    const { make, pass } = attempting()
    const { at, outcome } = make([trouble(is)])
    await pass(2000)
    expect(await outcome).toMatchObject({ is })
    expect(at).toEqual([0])
  },
)

test('a revision between is tried once, and not at all while its limit is frozen', async () => {
  const { make, pass } = attempting()
  const first = make([limited(5)], { urgency: 'between' })
  await pass(200)
  const second = make([null], { urgency: 'between' })
  await pass(10_000)
  expect([await first.outcome, await second.outcome]).toMatchObject([
    { is: 'later' },
    { is: 'later' },
  ])
  expect([first.at, second.at]).toEqual([[0], []])
})

test('an answer that is edited while its last revision waits to be tried again shows it no more', async () => {
  const { make, pass, abort } = attempting()
  const { at, outcome } = make([trouble('unknown')])
  await pass(5000)
  const tries = at.length
  abort.abort()
  expect(await outcome).toMatchObject({ is: 'withdrawn' })
  await pass(MINUTE)
  expect(at).toHaveLength(tries)
})

test('when everything closes, what waits is tried once more and then left', async () => {
  const { make, pass, closing } = attempting()
  const { at, outcome } = make([limited(60)])
  await pass(1000)
  closing.abort()
  expect(await outcome).toMatchObject({ is: 'later' })
  expect(at).toHaveLength(2)
})
