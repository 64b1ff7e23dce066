/** Which program is tried for a mistake or a loop: the lines that are new in it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Advisor, createAdvisor } from '../../../bot/analysis/advisor.ts'
import { withProof } from '../../../bot/analysis/proof/complete.ts'
import type { RunResult } from '../../../sandbox/sandbox.ts'
import { failedWith, ran, timedOut } from '../runs.ts'

let advisor: Advisor
beforeAll(async () => {
  advisor = await createAdvisor()
})
afterAll(() => advisor.close())

/** New lines of the first program that is tried. */
async function tried(code: string, result: RunResult = ran()): Promise<string> {
  const proposal = await advisor.propose(code, result)
  if ('reason' in proposal) return proposal.reason
  const advice = await advisor.advise(code, result)
  const [program = ''] = proposal.programs
  const proof = { status: 'proved', reason: '', beforeMs: 1, afterMs: 1, program } as const
  return withProof(advice, code, proof).change ?? ''
}

const ASYNC = 'import asyncio\nimport time\n\n'

test('a loop of its own in a coroutine becomes an await, and so does one in a helper of coroutines', async () => {
  const inner = `${ASYNC}async def inner():\n    return 1\n\n`
  const error = 'RuntimeError: asyncio.run() cannot be called from a running event loop'
  expect(
    await tried(
      `${inner}async def main():\n    print(asyncio.run(inner()))\n\nasyncio.run(main())\n`,
      failedWith(error, 8),
    ),
  ).toBe('print(await inner())')
  expect(
    await tried(
      `${inner}def helper():\n    return asyncio.run(inner())\n\nasync def main():\n    print(helper())\n\nasyncio.run(main())\n`,
      failedWith(error, 8),
    ),
  ).toBe('async def helper():\n    return await inner()\n    print(await helper())')
})

test('a lock of threads that is held over an await becomes one of asyncio', async () => {
  const code = `${ASYNC}import threading\nlock = threading.Lock()\n\nasync def add():\n    with lock:\n        await asyncio.sleep(1)\n\nasync def main():\n    await asyncio.gather(add(), add())\n\nasyncio.run(main())\n`
  expect(await tried(code, timedOut())).toBe('lock = asyncio.Lock()\n    async with lock:')
})

test('two locks that are taken in both orders are taken in one', async () => {
  const code =
    'import threading\na, b = threading.Lock(), threading.Lock()\n\ndef one():\n    with a:\n        with b:\n            print(1)\n\ndef two():\n    with b:\n        with a:\n            print(2)\n\nts = [threading.Thread(target=t) for t in (one, two)]\nfor t in ts:\n    t.start()\nfor t in ts:\n    t.join()\n'
  const proposal = await advisor.propose(code, timedOut())
  expect('programs' in proposal && proposal.programs[0]).toContain(
    'def two():\n    with a:\n        with b:\n',
  )
})

test('a thread that is called gets its function and arguments', async () => {
  const code =
    'import threading, time\n\ndef work(n):\n    time.sleep(0.2)\n\nts = [threading.Thread(target=work(n)) for n in range(3)]\nfor t in ts:\n    t.start()\nfor t in ts:\n    t.join()\n'
  expect(await tried(code)).toBe(
    'ts = [threading.Thread(target=work, args=(n,)) for n in range(3)]',
  )
})

test('a program that cannot be read, stopped early or has nothing to change gets a reason', async () => {
  expect(await tried('print(1)\n')).toMatch(/nothing to change/)
  expect(await tried('print(1\n', failedWith('SyntaxError: invalid', 1))).toMatch(/cannot be read/)
  const missing = failedWith("ModuleNotFoundError: No module named 'nowhere'", 1)
  expect(
    await tried(
      'import nowhere\nimport time\n\ndef f(n):\n    time.sleep(1)\n\nfor n in range(4):\n    f(n)\n',
      missing,
    ),
  ).toMatch(/stopped early/)
})

test('errors that say what is wrong are fixed where they point', async () => {
  const typo = "NameError: name 'total' is not defined. Did you mean: 'totl'?"
  expect(await tried('totl = 3\n\nprint(total)\n', failedWith(typo))).toBe('print(totl)')
  const list = "TypeError: unhashable type: 'list'"
  const gather = `${ASYNC}async def main():\n    print(await asyncio.gather([asyncio.sleep(1)]))\n\nasyncio.run(main())\n`
  expect(await tried(gather, failedWith(list, 5))).toBe(
    'print(await asyncio.gather(*[asyncio.sleep(1)]))',
  )
})

test("a value of a Manager's dict is put back under a lock that the workers are given", async () => {
  const code =
    "from multiprocessing import Manager, Process\n\ndef visit(pages, name):\n    pages[name]['n'] += 1\n\nif __name__ == '__main__':\n    with Manager() as manager:\n        pages = manager.dict({'a': {'n': 0}})\n        ps = [Process(target=visit, args=(pages, 'a')) for _ in range(2)]\n        for p in ps:\n            p.start()\n        for p in ps:\n            p.join()\n        print(pages['a'])\n"
  const change = await tried(code)
  expect(change).toContain(
    "with lock:\n        value = pages[name]\n        value['n'] += 1\n        pages[name] = value",
  )
  expect(change).toContain("args=(pages, 'a', lock)")
})

test('a pool of one worker gets more', async () => {
  const code =
    'import time\nfrom concurrent.futures import ThreadPoolExecutor\n\ndef nap(n):\n    time.sleep(0.3)\n\nwith ThreadPoolExecutor(max_workers=1) as pool:\n    list(pool.map(nap, range(5)))\n'
  const waited = ran({ wallMs: 1_510, waiting: { sleep: 1_500 } })
  expect(await tried(code, waited)).toBe('with ThreadPoolExecutor(max_workers=8) as pool:')
})
