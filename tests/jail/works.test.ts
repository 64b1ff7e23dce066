import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { leftovers, removeFolder, startLanes } from './jails.ts'
import { jobOf, problemsOf, programs } from './program.ts'

const LANES = 3
vi.setConfig({ maxConcurrency: LANES })
const works = programs('works')

let lanes: Awaited<ReturnType<typeof startLanes>>

beforeAll(async () => {
  lanes = await startLanes(LANES)
})

afterAll(async () => {
  await lanes.close()
  await vi.waitFor(async () => expect(await leftovers(lanes.stateDir)).toEqual([]), 3_000)
  await removeFolder(lanes.stateDir)
})

describe.concurrent('what lessons need works inside', () => {
  test.for(works)('$name: $about', async (program, { expect }) => {
    const result = await lanes.use((sandbox) => sandbox.run(jobOf(program)))
    expect([...problemsOf(program, result)].join('\n')).toBe('')
  })
})

test('there are at least twenty of these', () => {
  expect(works.length).toBeGreaterThanOrEqual(20)
})
