import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Advice } from '../../../bot/analysis/advice.ts'
import { command } from '../../../bot/core/command.ts'
import { createEvents } from '../../../bot/core/events.ts'
import type { Message } from '../../../bot/core/message.ts'
import { runCommand } from '../../../bot/features/run/command.ts'
import { statsCommand } from '../../../bot/features/stats/command.ts'
import { keepCounts } from '../../../bot/features/stats/counts.ts'
import type { RunStatus } from '../../../sandbox/sandbox.ts'
import { ran, sandboxThat } from '../../core/results.ts'
import { ADA, button, chat, textOf } from '../learning/chat.ts'

const ADMIN = { ...ADA, id: 'boss', name: 'Grace', admin: true }
const DAY_MS = 24 * 60 * 60_000
const NOON = Date.UTC(2026, 10, 26, 12)
const ADVICE: Advice = {
  verdict: 'threads',
  headline: 'Threads.',
  evidence: [],
  findings: [],
  change: null,
  prediction: null,
}

const broken = command({
  name: 'broken',
  summary: 'Has a bug',
  options: z.strictObject({}),
  // biome-ignore lint/correctness/useYield: it throws before
  async *answer() {
    throw new Error('a bug')
  },
})

const talker = command({
  name: 'talker',
  summary: 'Asks a model',
  options: z.strictObject({}),
  async *answer(_, { emit }) {
    emit({ kind: 'model', promptTokens: 1200, answerTokens: 300, failed: false })
    emit({ kind: 'tip', outcome: 'late' })
    yield { blocks: [], notice: '', audience: 'everyone', done: true }
  },
})

/** A chat whose counts are written when the test says so. */
async function counted() {
  let now = NOON
  let status: RunStatus = 'ok'
  const events = createEvents()
  const clock = () => now
  const { ask, store } = await chat(
    (parts) => [runCommand(parts), broken, talker, statsCommand(parts)],
    sandboxThat(async () => ran({ status })),
    { events, clock, advisor: { advise: async () => ADVICE } },
  )
  const rings: (() => void)[] = []
  const counts = keepCounts({
    store,
    events,
    clock,
    alarm: (_, ring) => {
      rings.push(ring)
      return () => {}
    },
    log: { info() {}, warn() {}, error() {} },
  })
  return {
    ask,
    store,
    counts,
    rings,
    at: (time: number) => {
      now = time
    },
    runs: (next: RunStatus) => {
      status = next
      return ask('/run print(1)')
    },
    async stats(period = '') {
      await counts.settle()
      return ask({ person: ADMIN, text: `/stats ${period}` })
    },
  }
}

function factsOf({ blocks }: Message) {
  const facts = blocks.flatMap((block) => (block.kind === 'facts' ? block.facts : []))
  return Object.fromEntries(facts.map(({ label, value }) => [label, value]))
}

const pictureOf = ({ blocks }: Message) => blocks.find((block) => block.kind === 'picture')

test('runs, verdicts, commands, the model, tips and bugs are counted as they happen', async () => {
  const { ask, runs, stats } = await counted()
  for (const status of ['ok', 'ok', 'timeout'] as const) await runs(status)
  await ask('/broken')
  await ask('/talker')
  await ask('what is this')
  expect(factsOf(await stats('today'))).toEqual({
    Runs: '3: 2 ok, 1 timeout',
    Verdicts: '3: 3 threads',
    Commands: '6: 3 run, 1 broken, 1 talk, 1 talker',
    'Quiz answers': '0',
    'Language model': '1 answer, 0 failed, 1,200 tokens read, 300 written',
    Tips: '1: 1 late',
    'Internal errors': '1',
  })
})

test('quiz answers are those of the people here, in the period', async () => {
  const { store, stats } = await counted()
  const answer = { question: 'q', chosen: 1, takenMs: 1, context: 'solo' } as const
  const far = { ...ADA, workspace: 'far' }
  await store.answers.add(ADA, { ...answer, source: '1', correct: true, at: NOON })
  await store.answers.add({ ...ADA, id: 'b' }, { ...answer, source: '1', correct: false, at: NOON })
  await store.answers.add(far, { ...answer, source: '1', correct: true, at: NOON })
  await store.answers.add(ADA, { ...answer, source: '2', correct: true, at: NOON - 2 * DAY_MS })
  expect(factsOf(await stats('today'))['Quiz answers']).toBe('2, 50 % right, of 2 people')
  expect(factsOf(await stats('week'))['Quiz answers']).toBe('3, 67 % right, of 2 people')
})

test('a week is seven days with a chart of them, and buttons lead to the other periods', async () => {
  const { ask, runs, stats, at } = await counted()
  at(NOON - 7 * DAY_MS)
  await runs('ok')
  at(NOON - 6 * DAY_MS)
  await runs('ok')
  at(NOON)
  await runs('error')
  const week = await stats()
  expect(factsOf(week).Runs).toBe('2: 1 ok, 1 error')
  expect(pictureOf(week)).toMatchObject({
    alt: 'Runs per day: 2026-11-20 1; 2026-11-26 1.',
    svg: expect.stringMatching(/^<svg/),
  })
  const month = await ask({ person: ADMIN, ...button(week, 'The last 30 days') })
  expect(factsOf(month).Runs).toBe('3: 2 ok, 1 error')
  const today = await ask({ person: ADMIN, ...button(week, 'Today') })
  expect(factsOf(today).Runs).toBe('1: 1 error')
  expect(pictureOf(today)).toBe(undefined)
})

test('with nothing to tell it says so, in whole and without a bar', async () => {
  const { stats } = await counted()
  const week = await stats()
  expect(factsOf(week)).toMatchObject({ Runs: '0', 'Quiz answers': '0', 'Internal errors': '0' })
  expect(pictureOf(week)).toMatchObject({ alt: 'Runs per day: none.' })
})

test('others are refused', async () => {
  const { ask } = await counted()
  expect(textOf(await ask('/stats'))).toContain('Only admins can use /stats')
})

test('many runs are one write a few seconds later, and one that fails is made up for', async () => {
  const { store, runs, rings, counts, stats } = await counted()
  const written: number[] = []
  const { add } = store.counts
  const failing = { failed: false }
  store.counts.add = async (rows) => {
    written.push(rows.length)
    if (!failing.failed) {
      failing.failed = true
      throw new Error('the disk is full')
    }
    return add(rows)
  }
  for (let each = 0; each < 20; each++) await runs('ok')
  expect(rings).toHaveLength(1)
  expect(written).toEqual([])
  rings[0]?.()
  await counts.settle()
  await counts.settle()
  expect(factsOf(await stats()).Runs).toBe('20: 20 ok')
})
