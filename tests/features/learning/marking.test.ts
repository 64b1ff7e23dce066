import { afterAll, beforeAll, expect, test } from 'vitest'
import { mark } from '../../../bot/features/challenge/marking.ts'
import type { Challenge } from '../../../lessons/lessons.ts'
import { LIMITS } from '../../../sandbox/limits.ts'
import { startSandbox } from '../../../sandbox/pool/pool.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ python: null, ociRuntime: null, limits: LIMITS, stateDir: null })
})
afterAll(() => sandbox.close(0))

const TWICE: Pick<Challenge, 'checks' | 'measured'> = {
  checks: [
    { name: 'Prints 8', failed: 'It does not print 8.', expect: { status: 'ok', output: '8' } },
    {
      name: 'Other numbers',
      failed: 'Another number comes out wrong.',
      test: 'secret = 21\nassert twice(secret) == 42',
    },
  ],
  measured: [{ what: 'wallMs', most: 800, failed: 'It took {value} ms; under 800 ms is wanted.' }],
}

const PRINTS = 'if __name__ == "__main__":\n    print(twice(4))\n'

test('an answer that does all that is asked passes, and what was measured is said', async () => {
  const marking = await mark(TWICE, `def twice(n):\n    return n * 2\n${PRINTS}`, sandbox)
  expect(marking).toMatchObject({ passed: true, measured: [{ name: 'Time', passed: true }] })
  expect(marking.measured[0]?.said).toMatch(/^\d+ ms$/)
})

test('the check that failed is named, and the test is not shown', async () => {
  const marking = await mark(TWICE, `def twice(n):\n    return 8\n${PRINTS}`, sandbox)
  expect(marking.passed).toBe(false)
  expect(marking.checks).toEqual([
    { name: 'Prints 8', passed: true, said: '' },
    { name: 'Other numbers', passed: false, said: 'Another number comes out wrong.' },
  ])
  expect(JSON.stringify(marking)).not.toContain('secret')
})

test('an answer that is right but slow hears how long it took', async () => {
  const slow = `import time\ndef twice(n):\n    time.sleep(0.9)\n    return n * 2\n${PRINTS}`
  const { passed, measured } = await mark(TWICE, slow, sandbox)
  expect(passed).toBe(false)
  expect(measured[0]?.said).toMatch(/^It took \d+ ms; under 800 ms is wanted\.$/)
})

test.each([
  ['that exits before its test', 'import sys\nprint(8)\nsys.exit(0)\n'],
  ['that is not Python', 'print(8'],
  ['that ends its process', 'import os\nprint(8, flush=True)\nos._exit(0)\n'],
  ['that reads the test from its own files', 'print(open("answer.py").read().index("secret"))\n'],
])('an answer %s does not pass', async (_, code) => {
  const { passed } = await mark(TWICE, code, sandbox)
  expect(passed).toBe(false)
})

test('a test may replace names of the answer and use its functions in a process pool', async () => {
  const code = `from concurrent.futures import ProcessPoolExecutor
def step(n):
    return n
def all_steps(ns):
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(step, ns))
def first():
    return step(1)
`
  const checks = [
    { name: 'Pool', failed: '', test: 'assert all_steps([1, 2]) == [1, 2]' },
    { name: 'Replaced', failed: '', test: 'def step(n):\n    return 7\nassert first() == 7' },
  ]
  expect(await mark({ checks, measured: [] }, code, sandbox)).toMatchObject({ passed: true })
})
