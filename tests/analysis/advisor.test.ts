import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adviceSchema } from '../../bot/analysis/advice.ts'
import { type Advisor, createAdvisor } from '../../bot/analysis/advisor.ts'
import { FINDINGS } from '../../bot/analysis/findings/table.ts'
import { labelledPrograms } from './labelled.ts'
import { computed, failedWith, held, ran, timedOut } from './runs.ts'

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
    /^At best \d+ ms instead of 990 ms on 2 cores.*if the calls are independent/,
  )
})

test('no change is shown as code before it was run', async () => {
  for (const { code } of labelledPrograms())
    expect((await advisor.advise(code, null)).change).toBeNull()
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

const exited = (exitCode: number) => ran({ status: 'error', exitCode, wallMs: 400 })

describe('what was wrong once', () => {
  const adviceOn = (code: string, result = ran()) => advisor.advise(code, result)

  test('a coroutine that is printed is run, not the print', async () => {
    const neverAwaited = [{ coro: 'f', line: 3 }]
    const code = 'async def f():\n    return 1\nprint(f())\n'
    const proposal = await advisor.propose(code, ran({}, { neverAwaited }))
    expect(proposal).toMatchObject({
      programs: ['import asyncio\n\nasync def f():\n    return 1\nprint(asyncio.run(f()))\n'],
    })
  })

  test('waits of 1.5, 0.1 and 0.1 s are promised no sooner than the longest of them', async () => {
    const code =
      'import time\ndef get(s):\n    time.sleep(s)\nfor s in (1.5, 0.1, 0.1):\n    get(s)\n'
    const lane = { pid: 1, tid: 1, startMs: 0, endMs: 1710, cpuMs: 10, queuedMs: 0 }
    const states = [
      [0, 'running'],
      [10, 'sleep'],
      [1510, 'sleep'],
      [1610, 'sleep'],
    ] as const
    const line = { thread: 'MainThread', line: 3, func: 'get', leaf: '', samples: 170, cpuMs: 0 }
    const result = ran(
      { wallMs: 1710, waiting: { sleep: 1700 }, lanes: [{ ...lane, states }] },
      { lines: [{ ...line, wallMs: 1700 }] },
    )
    expect((await adviceOn(code, result)).prediction).toMatch(/^At best 1\.5 s instead of 1\.7 s/)
  })

  test('awaited waits of 1.0, 0.8 and 0.6 s are promised no sooner than the longest of them', async () => {
    const code =
      'import asyncio\nasync def get(s):\n    await asyncio.sleep(s)\nasync def main():\n    for s in (1.0, 0.8, 0.6):\n        await get(s)\nasyncio.run(main())\n'
    const task = {
      ...{ name: 'Task-1', coro: 'main', madeAt: 7, steps: 4, runMs: 1, longestStepMs: 1 },
      ...{ bornMs: 0, endMs: 2400, state: 'ok' as const },
      timeline: [
        [0, 0, 3, 'sleep'],
        [1000, 0, 3, 'sleep'],
        [1800, 0, 3, 'sleep'],
        [2400, 0, 0, 'done'],
      ] as [number, number, number, string][],
    }
    const result = ran({ wallMs: 2410, waiting: { loop: 2400 } }, { tasks: [task], taskCount: 1 })
    expect((await adviceOn(code, result)).prediction).toMatch(/^At best 1\.0 s instead of 2\.4 s/)
  })

  test.each([
    [
      'a timeout',
      'import time\ndef get(n):\n    time.sleep(n)\nfor n in range(20):\n    get(n)\n',
      { ...timedOut(), waiting: { sleep: 9_900 } },
      /^The time limit stopped it after 10 s/,
    ],
    ['sys.exit(1)', 'import sys\nsys.exit(1)\n', exited(1), /^It ended with exit code 1/],
    [
      "argparse's exit",
      'import argparse\nargparse.ArgumentParser().parse_args()\n',
      exited(2),
      /^It ended with exit code 2/,
    ],
    [
      'a missing module',
      'import nowhere\n',
      failedWith("ModuleNotFoundError: No module named 'nowhere'", 1),
      /^Yes, it stopped early: `nowhere` isn't installed here, so the program stopped at line 1/,
    ],
  ])('“Why?” says how the run ended after %s', async (_, code, result, answer) => {
    const { reasoning = [] } = await adviceOn(code, result)
    const step = reasoning.find((each) => each.startsWith('Did the run end badly? '))
    expect(step?.replace('Did the run end badly? ', '')).toMatch(answer)
  })

  test('work that never started is not said to run concurrently', async () => {
    const code =
      'import nowhere\nimport asyncio\nasync def work(n):\n    await asyncio.sleep(n)\nasync def main():\n    await asyncio.gather(*(work(n) for n in range(3)))\nasyncio.run(main())\n'
    const missing = failedWith("ModuleNotFoundError: No module named 'nowhere'", 1)
    expect((await adviceOn(code, missing)).headline).toMatch(
      /^`nowhere` isn't installed here.*\. By its source .* but the run stopped/,
    )
    expect((await advisor.advise(code, null)).headline).toMatch(/^By its source .* it was not run/)
  })

  test('a comparison that prints nothing does not end the advice', async () => {
    const timed = (print: string) =>
      `import threading, time\ndef work():\n    time.sleep(0.3)\na = time.perf_counter()\nwork()\nwork()\nb = time.perf_counter()\nts = [threading.Thread(target=work) for _ in range(2)]\nc = time.perf_counter()\nfor t in ts: t.start()\nfor t in ts: t.join()\nd = time.perf_counter()\n${print}`
    const compares = /times one version beside another/
    expect((await adviceOn(timed(''))).headline).not.toMatch(compares)
    const printed = ran({ output: [{ stream: 'stdout', text: '0.60 0.30\n' }] })
    expect((await adviceOn(timed('print(b - a, d - c)'), printed)).headline).toMatch(compares)
  })
})

test('why names the facts of the source and the measurements, in words', async () => {
  const code =
    'import requests\nfor page in ["a", "b", "c"]:\n    print(requests.get(page, timeout=5))'
  const { reasoning = [] } = await advisor.advise(code, ran())
  const text = reasoning.join('\n')
  expect(text).toContain('repeats a wait 3 times at line 3')
  expect(text).toMatch(/it was mostly waiting/)
  expect(text).not.toMatch(/wanted a core/)
})

test('a verdict of no change never stands beside a certain mistake', async () => {
  const code =
    'import asyncio\nasync def main():\n    sum(range(10**7))\n    await asyncio.gather(a(), b())\nasync def a(): await asyncio.sleep(1)\nasync def b(): await asyncio.sleep(1)\nasyncio.run(main())'
  const advice = await advisor.advise(
    code,
    ran({}, { blocks: [held(3, 300, 0.9, 3), held(3, 200, 0.9, 3)] }),
  )
  expect(advice.findings.some(({ severity }) => severity === 'error')).toBe(true)
  expect(advice.verdict).toBe('fix-first')
})
