/** Changes that are tried in the real jail. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Advisor, createAdvisor } from '../../../bot/analysis/advisor.ts'
import { prove } from '../../../bot/analysis/proof/prove.ts'
import { LIMITS } from '../../../sandbox/limits.ts'
import { startSandbox } from '../../../sandbox/pool/pool.ts'
import { Displaced, type Sandbox } from '../../../sandbox/sandbox.ts'

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

/** What is proved of a program, and the changed program's own output. */
async function proofOf(code: string, run: Sandbox['run'] = sandbox.run) {
  const result = await sandbox.run({ code })
  const proven = await prove({ code, job: { code }, result }, { ...advisor, run, limits: LIMITS })
  const text = proven.result?.output.map(({ text }) => text).join('') ?? null
  return { ...proven.proof, output: text }
}

const SLEEPS =
  'import time\n\ndef get(n):\n    time.sleep(0.4)\n    return n * n\n\nfor n in range(5):\n    print(get(n))\n'

describe('a change of model', () => {
  test('waits in a loop: the whole program with threads, faster and with the same output', async () => {
    const proof = await proofOf(SLEEPS)
    expect(proof).toMatchObject({ status: 'proved', output: '0\n1\n4\n9\n16\n' })
    expect(proof.program).toContain('with ThreadPoolExecutor(max_workers=5) as pool:')
    expect(proof.afterMs ?? 0).toBeLessThan((proof.beforeMs ?? 0) / 2)
  })

  test('awaits one under another: gathered, with the results under their names', async () => {
    const proof = await proofOf(
      'import asyncio\n\nasync def get(n):\n    await asyncio.sleep(0.5)\n    return n\n\nasync def main():\n    a = await get(1)\n    b = await get(2)\n    c = await get(3)\n    print(a, b, c)\n\nasyncio.run(main())\n',
    )
    expect(proof).toMatchObject({ status: 'proved', output: '1 2 3\n' })
    expect(proof.program).toContain('a, b, c = await asyncio.gather(get(1), get(2), get(3))')
  })

  test('a printed time does not count as other output, and a printed result does', async () => {
    const timed = (what: string) =>
      `import time\n\ndef get(n):\n    time.sleep(0.4)\n    return n\n\nstart = time.perf_counter()\nresults = [get(n) for n in range(5)]\nprint(${what})\nprint(f"took {time.perf_counter() - start:.1f} s")\n`
    const same = await proofOf(timed('sum(results)'))
    expect(same).toMatchObject({ status: 'proved', reason: expect.stringContaining('run to run') })
    const threads = 'import threading\n'
    const other = await proofOf(
      threads +
        timed('sum(results)')
          .replace('return n\n', 'return threading.current_thread().name\n')
          .replace('sum(results)', 'results'),
    )
    expect(other).toMatchObject({ status: 'differs', program: null })
  })
})

describe('a mistake', () => {
  test('time.sleep in a coroutine', async () => {
    const proof = await proofOf(
      'import asyncio\nimport time\n\nasync def tick(n):\n    time.sleep(0.2)\n    return n\n\nasync def main():\n    print(await asyncio.gather(*(tick(n) for n in range(4))))\n\nasyncio.run(main())\n',
    )
    expect(proof).toMatchObject({ status: 'proved', output: '[0, 1, 2, 3]\n' })
    expect(proof.program).toContain('await asyncio.sleep(0.2)')
  })

  test('a coroutine that is printed', async () => {
    const codes: string[] = []
    const run: Sandbox['run'] = (job) => {
      codes.push(job.code)
      return sandbox.run(job)
    }
    const proof = await proofOf('async def f():\n    return 1\nprint(f())\n', run)
    // What it printed was the mistake, so the program need not run again.
    expect(codes).toEqual([proof.program])
    expect(proof).toMatchObject({ status: 'proved', output: '1\n' })
  })
})

describe('nothing is tried', () => {
  test('where there is nothing to change', async () => {
    expect(await proofOf('print(1)\n')).toMatchObject({ status: 'not-tried', program: null })
  })

  test('where others need the sandbox', async () => {
    const displaced = () => Promise.reject(new Displaced('others wait'))
    const proof = await proofOf(SLEEPS, displaced)
    expect(proof).toMatchObject({
      status: 'not-tried',
      reason: expect.stringContaining('Others needed the sandbox'),
    })
  })
})
