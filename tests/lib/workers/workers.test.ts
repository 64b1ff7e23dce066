import { afterAll, expect, test } from 'vitest'
import { UserError } from '../../../bot/core/errors.ts'
import { onBehalfOf } from '../../../bot/lib/workers/asker.ts'
import { TooComplexError } from '../../../bot/lib/workers/errors.ts'
import { WORKERS } from '../../../bot/lib/workers/limits.ts'
import { isLight } from '../../../bot/lib/workers/weight.ts'
import { closeWorkers, offThread } from '../../../bot/lib/workers/workers.ts'
import { cpuMsOf } from '../../cpu.ts'

const call = offThread<typeof import('./stuck.task.ts')>(
  new URL('./stuck.task.ts', import.meta.url),
)

afterAll(closeWorkers)

test.each(['loop', 'backtrack', 'webAssembly'] as const)(
  'a text that keeps its thread in “%s” is given up, and its thread works no longer',
  async (name) => {
    await expect(call(name)).rejects.toThrow(TooComplexError)
    // The next thread loads its modules.
    expect(await call('echo', 'next')).toBe('next')
    await expect.poll(() => cpuMsOf(1_000)).toBeLessThan(300)
  },
)

test('a thread that gets little of a busy machine has longer, but not without an end', async () => {
  expect(await call('wait', WORKERS.deadlineMs * 1.5)).toBe('timed-out')
  await expect(call('wait', 60_000)).rejects.toThrow(TooComplexError)
})

test('a text that needs too much memory or too deep a stack is given up', async () => {
  await expect(call('recurse')).rejects.toThrow(TooComplexError)
  await expect(call('hoard')).rejects.toThrow(TooComplexError)
  expect(await call('echo', 'next')).toBe('next')
})

test('what a person can put right comes back as it was thrown, and a bug as a bug', async () => {
  const refused = call('refuse')
  await expect(refused).rejects.toThrow(UserError)
  await expect(refused).rejects.toMatchObject({ message: 'Not this one.', usage: '/run print(1)' })
  await expect(call('fail')).rejects.toThrow(/^a bug$/)
})

test('long texts that are stuck keep no short one waiting', async () => {
  const long = 'x'.repeat(WORKERS.light + 1)
  const stuck = Array.from({ length: 6 }, () => call('loop', ...([long] as unknown as [])))
  let ended = 0
  const all = stuck.map((each) => each.catch(() => (ended += 1)))
  expect(await call('echo', 'short')).toBe('short')
  expect(ended).toBeLessThan(stuck.length)
  await Promise.all(all)
  expect(await call('echo', long)).toBe(long)
})

test('texts that keep threads busy wait for those of somebody who used them little', async () => {
  const mallory = { platform: 'test', workspace: 'w', id: 'mallory' }
  const ada = { ...mallory, id: 'ada' }
  const long = 'x'.repeat(WORKERS.light + 1)
  let ended = 0
  const stuck = onBehalfOf(mallory, () =>
    Array.from({ length: 9 }, () => call('loop', ...([long] as unknown as []))),
  ).map((each) => each.catch(() => (ended += 1)))
  await onBehalfOf(ada, async () => {
    expect(await call('echo', long)).toBe(long)
    expect(ended).toBeLessThan(stuck.length / 2)
  })
  await Promise.all(stuck)
})

test('one person has only so many texts wait', async () => {
  const ada = { platform: 'test', workspace: 'w', id: 'ada' }
  const long = 'x'.repeat(WORKERS.light + 1)
  const outcomes = await onBehalfOf(ada, () =>
    Promise.allSettled(
      Array.from({ length: WORKERS.waiting.heavyOfOne + 1 }, () => call('echo', long)),
    ),
  )
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1)
})

test('only so many texts wait', async () => {
  const texts = Array.from({ length: WORKERS.waiting.light + 1 }, () => call('echo', 'hello'))
  const outcomes = await Promise.allSettled(texts)
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  await expect(texts.at(-1)).rejects.toThrow(UserError)
})

test('the weight of a value is that of its texts, bytes and parts', () => {
  expect(isLight('x'.repeat(1_024), 1_024)).toBe(true)
  expect(isLight({ text: 'x'.repeat(1_024) }, 1_024)).toBe(false)
  expect(isLight([new Uint8Array(2_000)], 1_024)).toBe(false)
  expect(
    isLight(
      Array.from({ length: 200 }, () => 1),
      1_024,
    ),
  ).toBe(false)
})
