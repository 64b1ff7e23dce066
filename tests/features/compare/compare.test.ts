/** What several programs come to when each is run by itself. The sandbox is one that does as it is told. */
import { describe, expect, test } from 'vitest'
import type { Message } from '../../../bot/core/message.ts'
import type { Request } from '../../../bot/core/request.ts'
import { compareCommand } from '../../../bot/features/compare/command.ts'
import { runCommand } from '../../../bot/features/run/command.ts'
import type { Job, RunResult } from '../../../sandbox/sandbox.ts'
import { ran, sandboxThat } from '../../core/results.ts'
import { memoryStore } from '../../store/memory.ts'
import { tutorWith } from '../../tutor.ts'

const store = await memoryStore()

const fence = (...lines: string[]) => ['```python', ...lines, '```'].join('\n')
const SLOW = ['# one by one', 'import time', 'for n in range(4): time.sleep(0.1)', 'print("done")']
const FAST = ['# together', 'import asyncio', 'asyncio.run(asyncio.sleep(0.1))', 'print("done")']

/** Runs take the milliseconds that `times` gives for a text in the code, in turn. */
function tutorThat(runs: (job: Job) => Partial<RunResult>) {
  const jobs: Job[] = []
  const tutor = tutorWith(
    {
      store,
      log: { info() {}, warn() {}, error() {} },
      sandbox: sandboxThat(async (job) => {
        jobs.push(job)
        return ran(runs(job))
      }),
      advisor: {
        advise: async (code) => ({
          verdict: 'keep',
          headline: `${code.split('\n').length} lines are enough.`,
          evidence: [],
          findings: [],
          change: null,
          prediction: null,
        }),
      },
    },
    (parts) => [runCommand(parts), compareCommand(parts)],
  )
  const ask = async (asked: Partial<Request>) => {
    const messages: Message[] = []
    for await (const message of tutor.handle({ ...REQUEST, ...asked })) messages.push(message)
    return messages.at(-1)
  }
  return { ask, jobs }
}

const REQUEST: Request = {
  id: '1',
  person: { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada', admin: false },
  place: { channel: 'lobby', direct: false },
  signal: new AbortController().signal,
}

const taking = (times: Readonly<Record<string, readonly number[]>>) => {
  const seen = new Map<string, number>()
  return ({ code }: Job): Partial<RunResult> => {
    const [key = '', ms = [1]] = Object.entries(times).find(([text]) => code.includes(text)) ?? []
    const turn = seen.get(key) ?? 0
    seen.set(key, turn + 1)
    return { wallMs: ms[turn % ms.length] ?? 1, output: [{ stream: 'stdout', text: 'done\n' }] }
  }
}

function words(message: Message | undefined): string {
  return (message?.blocks ?? [])
    .map((block) => ('text' in block ? block.text : block.kind === 'picture' ? block.alt : ''))
    .join('\n')
}

function actions(message: Message | undefined) {
  return (message?.blocks ?? []).flatMap((block) =>
    block.kind === 'choices'
      ? block.choices.map(({ label, action }) => ({ label, ...action }))
      : [],
  )
}

const BOTH = `Which is faster?\n${fence(...SLOW)}\nor\n${fence(...FAST)}`

test('two programs are run by themselves, in turn and several times, and the faster one is named', async () => {
  const { ask, jobs } = tutorThat(
    taking({ 'one by one': [410, 400, 430], together: [100, 104, 98] }),
  )
  const answer = await ask({ text: BOTH })
  expect(jobs.map(({ code }) => code.split('\n')[0])).toEqual([
    '# one by one',
    '# together',
    '# one by one',
    '# together',
    '# one by one',
    '# together',
  ])
  expect(jobs.every(({ alone }) => alone)).toBe(true)
  expect(words(answer)).toContain(
    '`together` is the fastest: 100 ms, 4.1 times as fast as `one by one`.',
  )
  expect(words(answer)).toContain('400 ms to 430 ms in 3 runs')
  expect(words(answer)).toContain('They print the same.')
  expect(words(answer)).toMatch(/Time of each program, in seconds: one by one 0.41 s/)
  expect(words(answer)).toContain('- `together`: 4 lines are enough.')
})

test('times within the spread name no winner', async () => {
  const { ask } = tutorThat(taking({ 'one by one': [400, 420, 440], together: [430, 410, 405] }))
  expect(words(await ask({ text: BOTH }))).toMatch(/take the same time, about 4\d\d ms/)
})

test('programs that take long are run once', async () => {
  const { ask, jobs } = tutorThat(taking({ 'one by one': [6000], together: [3000] }))
  expect(words(await ask({ text: BOTH }))).toContain('2.0 times as fast')
  expect(jobs).toHaveLength(2)
})

test('a program that fails is told as failing, and is not run again', async () => {
  const failing = { status: 'error', exitCode: 3, output: [] } as const
  const { ask, jobs } = tutorThat(({ code }) => (code.includes('together') ? failing : {}))
  const answer = await ask({ text: BOTH })
  expect(words(answer)).toContain('Only one of them ended well.')
  expect(words(answer)).toContain('`together`: It ended with exit code 3.')
  expect(jobs.filter(({ code }) => code.includes('together'))).toHaveLength(1)
})

describe('outputs', () => {
  test('the first line that differs is shown', async () => {
    const { ask } = tutorThat(({ code }) => ({
      output: [{ stream: 'stdout', text: code.includes('together') ? 'a\n2\n' : 'a\n1\n' }],
    }))
    const answer = await ask({ text: BOTH })
    expect(words(answer)).toContain(
      "doesn't print the same as `one by one`: line 2 is `2`, not `1`",
    )
    const titles = answer?.blocks.flatMap((block) => (block.kind === 'code' ? [block.title] : []))
    expect(titles).toEqual(['Output of one by one', 'Output of together'])
  })

  test('what differs from run to run of one program is no difference', async () => {
    let run = 0
    const { ask } = tutorThat(() => {
      run += 1
      return { output: [{ stream: 'stdout', text: `took ${run} s\nresult 7\n` }] }
    })
    expect(words(await ask({ text: BOTH }))).toContain('They print the same.')
  })
})

describe('which reading is taken', () => {
  test.each([
    ['blocks alone', `${fence(...SLOW)}\n${fence(...FAST)}`, 6],
    ['blocks and a question of comparison', BOTH, 6],
    ['blocks that need each other', `${fence('def f(): return 1')}\n${fence('print(f())')}`, 1],
    ['a block that only prepares', `${fence('n = 3')}\n${fence('print(3)')}`, 1],
  ])('%s', async (_, text, runs) => {
    const { ask, jobs } = tutorThat(() => ({}))
    await ask({ text })
    expect(jobs).toHaveLength(runs)
  })

  test('one press switches to the other reading, and back', async () => {
    const { ask, jobs } = tutorThat(() => ({}))
    const [one] = actions(await ask({ text: BOTH }))
    expect(one).toMatchObject({ label: 'Run as one program', command: 'run', replaces: true })
    jobs.length = 0
    const joined = await ask({ command: 'run', options: one?.options ?? {} })
    expect(jobs.map(({ code }) => code)).toEqual([[...SLOW, '', ...FAST].join('\n')])
    const back = actions(joined).find(({ label }) => label === 'Compare as separate programs')
    jobs.length = 0
    await ask({ command: 'compare', options: back?.options ?? {} })
    expect(jobs).toHaveLength(6)
  })

  test('attached programs are compared under their names, with the files they share', async () => {
    const content = (text: string) => new TextEncoder().encode(text)
    const { ask, jobs } = tutorThat(() => ({}))
    const attachments = [
      { name: 'slow.py', content: content('import job\nprint(job.x)') },
      { name: 'fast.py', content: content('from job import x\nprint(x)') },
      { name: 'job.py', content: content('x = 1') },
    ]
    const answer = await ask({ text: '', attachments })
    expect(words(answer)).toContain('`slow.py`')
    expect(jobs[0]?.files?.map(({ name }) => name)).toEqual(['job.py'])
    const [one] = actions(answer)
    jobs.length = 0
    await ask({ command: 'compare', options: one?.options ?? {} })
    expect(jobs[1]?.code).toBe('from job import x\nprint(x)')
  })

  test('one program alone cannot be compared', async () => {
    const { ask } = tutorThat(() => ({}))
    expect(words(await ask({ text: `/compare ${fence('print(1)')}` }))).toContain('at least two')
  })

  test('too many are refused in words', async () => {
    const { ask, jobs } = tutorThat(() => ({}))
    const text = Array.from({ length: 7 }, (_, n) => fence(`print(${n})`)).join('\n')
    expect(words(await ask({ text }))).toContain('up to 6')
    expect(jobs).toEqual([])
  })
})
