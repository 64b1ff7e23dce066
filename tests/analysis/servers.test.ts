/** Servers end to end: run in the jail, visited there, and judged by what was measured. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Advisor, createAdvisor } from '../../bot/analysis/advisor.ts'
import { planVisits } from '../../bot/analysis/plan-visits.ts'
import { removeFolder, startLanes } from '../jail/jails.ts'

const FOLDER = join(import.meta.dirname, 'servers')
const LANES = 2
/** Libraries take seconds to import on a busy machine. */
const PATIENT = { wallMs: 30_000, cpuMs: 30_000 }
vi.setConfig({ maxConcurrency: LANES })

let lanes: Awaited<ReturnType<typeof startLanes>>
let advisor: Advisor

beforeAll(async () => {
  ;[lanes, advisor] = await Promise.all([startLanes(LANES), createAdvisor()])
})

afterAll(async () => {
  advisor.close()
  await lanes.close()
  await removeFolder(lanes.stateDir)
})

/** A server, with the verdicts, the line of the cause and the words that its answer must have. */
const servers = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.py'))
  .map((file) => {
    const code = readFileSync(join(FOLDER, file), 'utf8')
    const header = (key: string) => new RegExp(`^# ${key}: (.*)$`, 'm').exec(code)?.[1]
    const verdicts = header('verdict')?.split(' ') ?? []
    return { file, code, verdicts, line: header('line'), says: header('says') }
  })

describe.concurrent('servers are visited, and the answer says what that measured', () => {
  test.for(servers)('$file', async ({ code, verdicts, line, says }, { expect }) => {
    const { note: _note, ...job } = await planVisits(code)
    const result = await lanes.use((sandbox) => sandbox.run({ ...job, limits: PATIENT }))
    const advice = await advisor.advise(code, result)
    const evidence = advice.evidence.join(' ')
    expect(result.status, evidence).toBe('served')
    expect(verdicts, advice.headline).toContain(advice.verdict)
    if (line) expect(advice.headline).toMatch(new RegExp(String.raw`\bline ${line}\b`, 'i'))
    if (says) expect(`${advice.headline} ${evidence}`).toContain(says)
    expect(evidence).toMatch(/on its own|single client/)
  })
})

test('each framework has two servers that block and two that do not', () => {
  for (const name of ['fastapi', 'flask', 'aiohttp', 'websockets']) {
    const own = servers.filter(({ file }) => file.startsWith(name))
    const good = own.filter(({ verdicts }) => verdicts.includes('keep'))
    expect([own.length - good.length, good.length], name).toEqual([2, 2])
  }
})
