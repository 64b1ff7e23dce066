import { expect, test } from 'vitest'
import type { Advice } from '../../../bot/analysis/advice.ts'
import { findRace, isCandidate } from '../../../bot/analysis/proof/rewrite/find.ts'
import type { Model } from '../../../bot/analysis/proof/rewrite/models.ts'
import { elsewhere, quoteRace } from '../../../bot/features/race/quote.ts'
import type { RaceLane, RaceResult } from '../../../bot/features/race/race.ts'
import { ran } from '../../core/results.ts'

const ADVICE: Advice = {
  verdict: 'threads',
  headline: '8 waits at line 5 run one after another.',
  evidence: ['97 % of 2.0 s was waiting.'],
  findings: [],
  change: null,
  prediction: 'About 260 ms instead of 2.0 s.',
}

const lane = (model: Model, seconds: number | null): RaceLane => ({
  model,
  status: seconds === null ? 'failed' : 'ok',
  seconds,
  slowest: null,
  same: seconds === null ? null : true,
  reason: seconds === null ? 'not done after 10 s' : null,
  code: 'pass',
})

function raceOf(change: Partial<RaceResult>): RaceResult {
  const candidate = findRace('def work(x):\n    return x\nprint([work(x) for x in [1, 2]])')
  if (!isCandidate(candidate)) throw new Error('not found')
  return {
    kind: 'raced',
    candidate,
    lanes: [
      lane('sequential', 2.01),
      lane('threads', 0.42),
      lane('processes', null),
      lane('async', 0.43),
    ],
    winner: 'threads',
    ties: ['async'],
    items: 8,
    uncompared: null,
    disturbed: false,
    sequential: ran({ wallMs: 2050, cpuMs: 60 }),
    ...change,
  }
}

test('the race takes the place of the prediction', () => {
  expect(quoteRace(ADVICE, raceOf({}))).toEqual({
    ...ADVICE,
    headline:
      'Sequential 2.01 s, threads 420 ms, processes no time, async 430 ms: threads are 4.8 times as fast as the plain loop; async is as fast within 10 %, and threads are the smaller change.',
    evidence: [
      'Raced with no other program running, the 8 calls of `work` in the loop at line 3: sequential 2.01 s, threads 420 ms, processes no time, async 430 ms.',
      '97 % of 2.0 s was waiting.',
    ],
    prediction: null,
  })
})

test('a verdict that tied stays', () => {
  expect(quoteRace({ ...ADVICE, verdict: 'async' }, raceOf({})).verdict).toBe('async')
})

test('a verdict that lost gives way', () => {
  const lost = quoteRace({ ...ADVICE, verdict: 'processes' }, raceOf({}))
  expect(lost).toMatchObject({ verdict: 'threads', prediction: null })
})

test('where nothing beats the plain loop, it is left as it is', () => {
  const race = raceOf({
    lanes: [lane('sequential', 0.5), lane('threads', 0.6), lane('processes', 0.7)],
    winner: 'sequential',
    ties: [],
  })
  expect(quoteRace(ADVICE, race)).toMatchObject({
    verdict: 'sequential',
    headline: expect.stringMatching(/nothing beats the plain loop\.$/),
  })
})

test('a bug still comes first', () => {
  expect(quoteRace({ ...ADVICE, verdict: 'fix-first' }, raceOf({}))).toMatchObject({
    verdict: 'fix-first',
    headline: ADVICE.headline,
    evidence: [expect.stringContaining('Raced'), ADVICE.evidence[0]],
  })
})

test('waits do not gain from cores, computing does', () => {
  expect(elsewhere(raceOf({}))).toContain('more cores change little')
  const computing = raceOf({
    lanes: [lane('sequential', 2), lane('threads', 2), lane('processes', 1.1)],
    winner: 'processes',
    ties: [],
    sequential: ran({ wallMs: 2050, cpuMs: 2020 }),
  })
  expect(elsewhere(computing)).toContain('with 8 it would take about 350 ms')
})
