import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Advisor, createAdvisor } from '../../bot/analysis/advisor.ts'
import { FINDINGS } from '../../bot/analysis/findings/table.ts'
import { shows } from './shows.ts'

let advisor: Advisor
beforeAll(async () => {
  advisor = await createAdvisor()
})
afterAll(() => advisor.close())

async function namesIn(code: string, result: (typeof shows)[number]['result']): Promise<string[]> {
  const { findings } = await advisor.advise(code, result ?? null)
  return findings.map((finding) => finding.name)
}

describe.each(FINDINGS.map(({ name }) => name))('%s', (name) => {
  const yes = shows.filter((row) => row.name === name && row.shows)
  const no = shows.filter((row) => row.name === name && !row.shows)

  test('is tried on at least two programs that have it and two that do not', () => {
    expect([yes.length >= 2, no.length >= 2]).toEqual([true, true])
  })
  test.each(yes)('shows: $because', async ({ code, result }) => {
    expect(await namesIn(code, result)).toContain(name)
  })
  test.each(no)('does not show: $because', async ({ code, result }) => {
    expect(await namesIn(code, result)).not.toContain(name)
  })
})
