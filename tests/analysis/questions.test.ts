import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Advisor, createAdvisor } from '../../bot/analysis/advisor.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { judge, questions } from './questions.ts'

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

const NEEDED = { verdict: 0.9, cause: 0.8 } as const
const TOGETHER = 4

test('questions of beginners get the verdict of an expert, and its cause with the line', {
  timeout: 300_000,
}, async () => {
  const asked = questions('all')
  const missed: string[] = []
  let verdicts = 0
  let causes = 0
  const answer = async (part: number): Promise<void> => {
    for (const question of asked.filter((_, i) => i % TOGETHER === part)) {
      const result = await sandbox.run({ code: question.code, limits: { wallMs: 6_000 } })
      const advice = await advisor.advise(question.code, result)
      const right = judge(question, advice)
      verdicts += Number(right.verdict)
      causes += Number(right.verdict && right.cause)
      if (!right.verdict || !right.cause)
        missed.push(`${question.name}: ${advice.verdict}: ${advice.headline}`)
    }
  }
  await Promise.all(Array.from({ length: TOGETHER }, (_, part) => answer(part)))
  expect(asked.length).toBeGreaterThanOrEqual(80)
  expect(verdicts / asked.length, missed.join('\n')).toBeGreaterThanOrEqual(NEEDED.verdict)
  expect(causes / asked.length, missed.join('\n')).toBeGreaterThanOrEqual(NEEDED.cause)
})
