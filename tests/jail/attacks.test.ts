import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { LIMITS } from '../../sandbox/limits.ts'
import type { RunResult, Sandbox } from '../../sandbox/sandbox.ts'
import { leftovers, removeFolder, startLanes } from './jails.ts'
import { jobOf, problemsOf, programs, sourceFile, textOf } from './program.ts'

const LANES = 4
vi.setConfig({ maxConcurrency: LANES })
const WITNESS = readFileSync(fileURLToPath(new URL('witness.py', import.meta.url)), 'utf8')
const attacks = programs('attacks')

let lanes: Awaited<ReturnType<typeof startLanes>>
let servers: Server[]
let before: string
let hostFile: ReturnType<typeof sourceFile>

beforeAll(async () => {
  process.env.OVERLAP_TEST_SECRET = 'overlap-test-secret'
  lanes = await startLanes(LANES)
  const abstract = `overlap-tests-${process.pid}`
  servers = [createServer().listen(0, '0.0.0.0'), createServer().listen(`\0${abstract}`)]
  await Promise.all(servers.map((server) => new Promise((up) => server.once('listening', up))))
  for (const server of servers) server.on('connection', () => reached.push('a server of the host'))
  hostFile = sourceFile('host.py', hostPython(abstract))
  // Each slot has seen the witness once: its code is what an attack on earlier runs looks for.
  for (const seen of await Promise.all(Array.from({ length: LANES }, () => lanes.use(witnesses))))
    before = seen[0] ?? ''
})

afterAll(async () => {
  for (const server of servers) server.close()
  await lanes.close()
  await vi.waitFor(async () => expect(await leftovers(lanes.stateDir)).toEqual([]), 20_000)
  await removeFolder(lanes.stateDir)
  expect(reached).toEqual([])
})

const reached: string[] = []

describe.concurrent('attacks end as they must, and the next run in the slot sees nothing of them', () => {
  test.for(attacks)('$name: $about', async (attack, { expect }) => {
    const problems = await lanes.use(async (sandbox) => {
      const result = await sandbox.run(jobOf(attack, [hostFile]))
      return [
        ...problemsOf(attack, result),
        ...breaches(result),
        ...(await witnesses(sandbox)).flatMap(differences),
      ]
    })
    expect(problems.join('\n')).toBe('')
  })
})

test('there are at least eighty attacks', () => {
  expect(attacks.length).toBeGreaterThanOrEqual(80)
})

/** What a harmless run sees in each of a sandbox's two slots. */
async function witnesses(sandbox: Sandbox): Promise<string[]> {
  const runs = [sandbox.run({ code: WITNESS }), sandbox.run({ code: WITNESS })]
  return (await Promise.all(runs)).map((result) => textOf(result))
}

function differences(seen: string): string[] {
  if (seen === before) return []
  if (!seen.startsWith('{')) return [`the next run said: ${seen}`]
  const was: Record<string, unknown> = JSON.parse(before)
  return Object.entries(JSON.parse(seen)).flatMap(([key, value]) =>
    JSON.stringify(value) === JSON.stringify(was[key])
      ? []
      : [
          `the next run saw ${key}: ${JSON.stringify(value)} instead of ${JSON.stringify(was[key])}`,
        ],
  )
}

/** What must hold for every result, whatever the program did. */
function* breaches(result: RunResult): Iterable<string> {
  const text = textOf(result)
  for (const word of ['ALLOWED', 'overlap-test-secret'])
    if (text.includes(word)) yield `${word} in ${text.slice(-2000)}`
  // Bytes that are no UTF-8 become three each.
  if (Buffer.byteLength(text) > 3 * LIMITS.outputBytes) yield 'more output than is kept'
  if (result.files.length > LIMITS.resultFiles) yield 'too many files'
  const bytes = result.files.reduce((sum, file) => sum + file.content.length, 0)
  if (bytes > LIMITS.resultFileBytes) yield 'too much in files'
  if (result.visits.length > 27) yield 'more visits than are made'
  for (const { startMs, answeredMs } of result.visits)
    if (Math.max(startMs, answeredMs ?? 0) > result.wallMs) yield 'a visit after the end'
  for (const { name } of result.files)
    if (/^\/|(^|\/)\.\.(\/|$)/.test(name)) yield `a file named ${name}`
}

function hostPython(abstract: string): string {
  const address = servers[0]?.address()
  const addresses = Object.values(networkInterfaces()).flatMap((cards) =>
    (cards ?? []).map((card) => card.address),
  )
  const checkout = fileURLToPath(new URL('../..', import.meta.url))
  return Object.entries({
    PORT: typeof address === 'object' ? address?.port : 0,
    ADDRESSES: addresses,
    ABSTRACT: abstract,
    SECRET_FILE: join(checkout, 'package.json'),
    FOLDERS: [checkout, lanes.stateDir],
  })
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`)
    .join('')
}
