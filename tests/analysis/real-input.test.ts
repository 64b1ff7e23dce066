/** Programs that people really post, run in the real jail: what the bot says of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Advice } from '../../bot/analysis/advice.ts'
import { type Advisor, createAdvisor } from '../../bot/analysis/advisor.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { labelledPrograms } from './labelled.ts'

let sandbox: Sandbox
let advisor: Advisor
beforeAll(async () => {
  const settings = { python: null, ociRuntime: null, limits: LIMITS, stateDir: null }
  ;[sandbox, advisor] = await Promise.all([startSandbox(settings), createAdvisor()])
})
afterAll(async () => {
  advisor.close()
  await sandbox.close(0)
})

const programs = labelledPrograms()

async function adviceOn(name: string): Promise<Advice> {
  const program = programs.find((each) => each.name === `real_${name}`)
  if (!program) throw new Error(`no program ${name}`)
  const { code } = program
  return advisor.advise(code, await sandbox.run({ code, limits: { wallMs: 4_000 }, alone: true }))
}

const found = (advice: Advice): string[] => advice.findings.map(({ name }) => name)

test('a coroutine that awaits two seconds and returns data has nothing to overlap', async () => {
  const advice = await adviceOn('sleep_returns_data')
  expect(advice).toMatchObject({ verdict: 'sequential', quiet: true, change: null })
  expect(advice.headline).toMatch(/ 2\.\d s /)
})

test('the turns of a loop that ends in an `if` are seen at its lines', async () => {
  const code = 'n = 0\nfor i in range(6_000_000):\n    if i < 0:\n        n += 1\n'
  const { trace } = await sandbox.run({ code, alone: true })
  // Before the program begins and after its end the thread is at no line of it, and in none of its functions.
  const samples = (trace?.lines ?? []).filter((at) => at.func === '<module>')
  const of = (wanted: (line: number) => boolean): number =>
    samples.reduce((sum, { line, samples }) => sum + (wanted(line) ? samples : 0), 0)
  expect(of((line) => line > 0)).toBeGreaterThan(0)
  expect(of((line) => line === 0)).toBe(0)
})

test('`ls -l` through a shell is a trifle', async () => {
  expect(await adviceOn('ls_in_shell')).toMatchObject({ verdict: 'sequential', quiet: true })
})

test('one aiohttp GET has nothing to overlap', async () => {
  expect(await adviceOn('aiohttp_get')).toMatchObject({ verdict: 'sequential', findings: [] })
})

test('a mistyped URL is explained in plain words', async () => {
  const advice = await adviceOn('aiohttp_bad_url')
  expect(advice.verdict).toBe('fix-first')
  expect(advice.headline).toMatch(/line 8.*must begin with `https:\/\/`/)
})

test('a consumer that never ends: which task waits on which line, and how consumers are ended', async () => {
  const advice = await adviceOn('consumer_never_ends')
  expect(advice.verdict).toBe('fix-first')
  expect(advice.headline).toMatch(/Task `Task-\d+` \(`consumer`\) .*line 15.*(cancel|sentinel)/)
})

test('ten requests in a row: threads, with a prediction', async () => {
  const advice = await adviceOn('ten_requests')
  expect(advice.verdict).toBe('threads')
  expect(advice.prediction).toMatch(/^At best .* instead of .*10 waits are independent/)
})

test('ten awaits in a row: async, with a prediction', async () => {
  const advice = await adviceOn('ten_awaits')
  expect(advice.verdict).toBe('async')
  expect(found(advice)).toContain('sequential-await')
  expect(advice.prediction).toMatch(/^At best 2\d\d ms instead of 2\.\d s/)
})

test('time.sleep in a coroutine holds the loop, and the fix is one line', async () => {
  const advice = await adviceOn('time_sleep_in_coroutine')
  expect(advice.verdict).toBe('fix-first')
  expect(advice.headline).toMatch(/Line 8: .*held the event loop for 5\d\d ms/)
})

test('a forgotten await', async () => {
  const advice = await adviceOn('forgotten_await')
  expect(advice.verdict).toBe('fix-first')
  expect(advice.headline).toContain('line 11')
})

describe('a loop that computes', () => {
  test('under gather: gather cannot overlap it, processes can', async () => {
    const advice = await adviceOn('cpu_gather')
    expect(advice.verdict).toBe('processes')
    expect(found(advice)).toContain('cpu-in-async')
  })
  test('in threads: they share one core', async () => {
    const advice = await adviceOn('cpu_threads')
    expect(advice.verdict).toBe('processes')
    expect(found(advice)).toContain('threads-on-cpu')
  })
  test('in a process pool: keep it', async () => {
    expect(await adviceOn('cpu_processes')).toMatchObject({ verdict: 'keep' })
  })
})

test('sorting a small list with a process pool costs more than it saves', async () => {
  expect(await adviceOn('sort_small_pool')).toMatchObject({ verdict: 'sequential' })
})
