import { afterAll, beforeAll, expect, test } from 'vitest'
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

/** What the tutor must reach on programs it does not know. */
const NEEDED = 0.9
const TOGETHER = 6

test('at least nine of ten verdicts on the labelled programs are acceptable', {
  timeout: 180_000,
}, async () => {
  const programs = labelledPrograms()
  const wrong: string[] = []
  const judge = async (part: number): Promise<void> => {
    for (const { name, code, acceptable } of programs.filter((_, i) => i % TOGETHER === part)) {
      const result = await sandbox.run({ code, limits: { wallMs: 3_000 } })
      const { verdict } = await advisor.advise(code, result)
      if (!acceptable.includes(verdict))
        wrong.push(`${name}: ${verdict}, not ${acceptable.join(' or ')}`)
    }
  }
  await Promise.all(Array.from({ length: TOGETHER }, (_, part) => judge(part)))
  expect(programs.length).toBeGreaterThanOrEqual(60)
  expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual((1 - NEEDED) * programs.length)
})
