import { afterAll, beforeAll, expect, test } from 'vitest'
import { adviceSchema } from '../../bot/analysis/advice.ts'
import { type Advisor, createAdvisor } from '../../bot/analysis/advisor.ts'
import { FINDINGS } from '../../bot/analysis/findings/table.ts'
import { labelledPrograms } from './labelled.ts'
import { computed, ran } from './runs.ts'

let advisor: Advisor
beforeAll(async () => {
  advisor = await createAdvisor()
})
afterAll(() => advisor.close())

test('code that was not run gets advice that says it is unmeasured, and predicts nothing', async () => {
  const code = 'import requests\nfor u in ["a", "b", "c"]:\n    print(requests.get(u))'
  const advice = await advisor.advise(code, null)
  expect(advice.verdict).toBe('threads')
  expect(advice.evidence[0]).toContain('Not run')
  expect(advice.prediction).toBeNull()
})

test('a trifle gets one quiet line, with the reasoning kept for those who ask', async () => {
  const advice = await advisor.advise('print(1)', ran({ wallMs: 12, cpuMs: 11 }))
  expect(advice).toMatchObject({ verdict: 'sequential', quiet: true, findings: [], change: null })
  expect(advice.reasoning).not.toEqual([])
})

test('a prediction is computed from what was measured and names its assumption', async () => {
  const code =
    'def work(n):\n    t = 0\n    for i in range(n):\n        t += i % 7\n    return t\nfor n in [10**6] * 4:\n    print(work(n))'
  const line = {
    thread: 'MainThread',
    line: 4,
    func: 'work',
    leaf: '',
    samples: 99,
    wallMs: 980,
    cpuMs: 980,
  }
  const advice = await advisor.advise(code, computed({ lines: [line] }))
  expect(advice.verdict).toBe('processes')
  expect(advice.prediction).toMatch(
    /^About \d+ ms instead of 990 ms on 2 cores.*if the calls are independent/,
  )
})

test('a change hands over every argument that the call has', async () => {
  const code =
    'import requests\ndef get(page, session):\n    return session.get(page)\nwith requests.Session() as s:\n    for page in ["a", "b", "c"]:\n        get(page, s)'
  const { change } = await advisor.advise(code, null)
  expect(change).toContain('[pool.submit(get, page, s) for page in')
})

test('a change is at most eight lines', async () => {
  for (const { code } of labelledPrograms()) {
    const { change } = await advisor.advise(code, null)
    expect(change?.split('\n').length ?? 0).toBeLessThanOrEqual(8)
  }
})

test('no sentence claims speed without a number', async () => {
  for (const { code } of labelledPrograms()) {
    const { headline, evidence } = await advisor.advise(code, null)
    for (const text of [headline, ...evidence])
      expect(text).not.toMatch(/faster|quicker than|speed/i)
  }
})

test('advice has the shape that is promised', async () => {
  expect(adviceSchema.parse(await advisor.advise('print(1)', ran())).verdict).toBe('sequential')
})

test('every finding has a name of its own and a page of the Python documentation', () => {
  expect(new Set(FINDINGS.map(({ name }) => name)).size).toBe(FINDINGS.length)
  for (const { docs } of FINDINGS)
    expect(docs).toMatch(/^(library|glossary)[\w/.-]*\.html(#[\w.-]+)?$/)
})
