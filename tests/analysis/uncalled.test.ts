import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Advisor, createAdvisor } from '../../bot/analysis/advisor.ts'
import { ran } from './runs.ts'

let advisor: Advisor
beforeAll(async () => {
  advisor = await createAdvisor()
})
afterAll(() => advisor.close())

const SHORT = ran({ wallMs: 30, cpuMs: 15 })
const HANDLER = `
import requests
from celery import Celery
app = Celery("work")

@app.task
def load(urls):
    return [requests.get(url).json() for url in urls]
`

test('a run in which no framework called its functions says nothing of them', async () => {
  const advice = await advisor.advise(HANDLER, SHORT)
  expect(advice).toMatchObject({ verdict: 'threads' })
  expect(advice.headline).toContain('line 8')
  expect(advice.evidence.join()).toContain('Nothing called `load()` in this run (Celery would)')
})

test.each([
  ['the program calls them itself', `${HANDLER}\nprint(load([]))`],
  ['there is no framework', 'def f():\n    return 1\nprint(f())'],
])('it counts where %s', async (_, code) => {
  const advice = await advisor.advise(code, SHORT)
  expect(advice.headline).toContain('done in')
})
