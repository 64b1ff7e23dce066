import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Advisor, createAdvisor } from '../../bot/analysis/advisor.ts'
import { TooComplexError } from '../../bot/lib/workers/errors.ts'
import type { Trace } from '../../sandbox/trace.ts'
import { cpuMs } from '../cpu.ts'
import { ran, timedOut } from './runs.ts'

let advisor: Advisor
beforeAll(async () => {
  advisor = await createAdvisor()
})
afterAll(() => advisor.close())

const N = 20_000
const HOSTILE: readonly (readonly [what: string, code: string])[] = [
  ['nesting', '('.repeat(N) + ')'.repeat(N)],
  ['open brackets', 'f('.repeat(N)],
  ['a sum of thousands', `${'1+'.repeat(N)}1`],
  ['a chain of attributes', `x${'.a'.repeat(N)}`],
  ['deep indentation', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}if x:`).join('\n')],
  ['a megabyte in a line', `x = "${'a'.repeat(1_000_000)}"`],
  ['NUL', 'print(1)\0\0\0'.repeat(1000)],
  ['bidi and lone surrogates', '\u202e\ud800'.repeat(60_000)],
  [
    'thousands of tasks',
    `import asyncio\nasync def f(): pass\nasync def main():\n${'    asyncio.create_task(f())\n'.repeat(8000)}`,
  ],
  [
    'thousands of awaits',
    `import asyncio\nasync def f(): await asyncio.sleep(1)\nasync def main():\n${'    await f()\n'.repeat(16_000)}`,
  ],
  [
    'thousands of functions in a ring',
    Array.from(
      { length: 6000 },
      (_, i) => `def f${i}(x):\n  f${(i * 7) % 6000}(x);f${(i * 11) % 6000}(x)`,
    ).join('\n'),
  ],
  [
    'thousands of locks',
    `import threading\na=threading.Lock()\nb=threading.Lock()\ndef f():\n${'  with a:\n    with b: pass\n'.repeat(5000)}`,
  ],
  [
    'classes without end',
    Array.from({ length: 6000 }, (_, i) => `class C${i}(C${i + 1}):\n  def f(self): self.g()`).join(
      '\n',
    ),
  ],
]

test.each(HOSTILE)('%s neither crashes nor slows the advisor', async (_, code) => {
  expect(await cpuMs(() => advised(code))).toBeLessThan(1000)
})

/** On a busy machine the time by the clock may be over first. */
async function advised(code: string): Promise<unknown> {
  return advisor.advise(code, ran()).catch((error: unknown) => {
    if (!(error instanceof TooComplexError)) throw error
  })
}

const EVIL = '`@everyone`\u202e\n# boo'

/** As much as the schema lets through, all of it made up. */
const FORGED: Partial<Trace> = {
  tasks: Array.from({ length: 200 }, (_, i) => ({
    name: EVIL,
    coro: EVIL,
    madeAt: i,
    steps: 1e9,
    runMs: 1e7,
    longestStepMs: 1e7,
    bornMs: 1e7,
    endMs: 0,
    state: 'cancelled' as const,
    timeline: Array.from({ length: 4000 }, (): [number, number, number, string] => [
      1e7,
      1e7,
      1_000_000,
      EVIL,
    ]),
  })),
  blocks: Array.from({ length: 50 }, () => ({
    atMs: 0,
    ms: 1e7,
    coro: EVIL,
    ready: 1e9,
    places: [],
  })),
  stuckTasks: Array.from({ length: 50 }, () => ({
    name: EVIL,
    coro: EVIL,
    waitingIn: 'get',
    line: 2,
    lines: [],
  })),
  threadErrors: [{ thread: EVIL, error: EVIL, line: 1 }],
  lostErrors: [{ error: EVIL, line: 1 }],
  neverAwaited: [{ coro: EVIL, line: 1 }],
  loopErrors: [{ message: 'never retrieved', error: EVIL, line: 1 }],
  error: { type: EVIL, message: EVIL, line: 1, lines: [] },
}

test.each([
  ['at the end', ran({}, FORGED)],
  ['at the limit', timedOut(FORGED)],
  ['with an error', ran({ status: 'error', exitCode: 1 }, FORGED)],
])('forged evidence %s is harmless and brings no markup into a sentence', async (_, result) => {
  const advise = () => advisor.advise('import asyncio\nx = 1', result)
  expect(await cpuMs(advise)).toBeLessThan(1000)
  const { headline, evidence, findings } = await advise()
  for (const text of [headline, ...evidence, ...findings.map(({ message }) => message)]) {
    expect(text.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/@everyone|\u202e|# boo|\n/)
  }
})
