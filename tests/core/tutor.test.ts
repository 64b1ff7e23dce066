import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Advice } from '../../bot/analysis/advice.ts'
import type { Advisor } from '../../bot/analysis/advisor.ts'
import { type Command, command } from '../../bot/core/command.ts'
import { UserError } from '../../bot/core/errors.ts'
import type { Message } from '../../bot/core/message.ts'
import type { Request } from '../../bot/core/request.ts'
import { helpCommand } from '../../bot/features/help/command.ts'
import { runCommand } from '../../bot/features/run/command.ts'
import { ratesInStore } from '../../bot/store/shared-rates.ts'
import {
  RunLostError,
  type Sandbox,
  SandboxBusyError,
  SandboxUnavailableError,
} from '../../sandbox/sandbox.ts'
import { SILENT_TRACE } from '../../sandbox/trace.ts'
import { memoryStore } from '../store/memory.ts'
import { tutorWith } from '../tutor.ts'
import { FREE } from './rates.ts'
import { ran, ranOk, sandboxThat } from './results.ts'

const store = await memoryStore()

const ADVICE: Advice = {
  verdict: 'sequential',
  headline: 'It finished in 12 ms; nothing to gain.',
  evidence: [],
  findings: [],
  change: null,
  prediction: null,
}

const errors = vi.fn()
afterEach(() => errors.mockClear())

/** A tutor whose sandbox does what `runs` says. */
function tutorThat(
  runs: Sandbox['run'],
  more: readonly Command[] = [],
  rates = FREE,
  advise: Advisor['advise'] = async () => ADVICE,
) {
  const given = {
    sandbox: sandboxThat(runs),
    advisor: { advise },
    store,
    rates,
    log: { info() {}, warn() {}, error: errors },
    clock: () => 1_000_000,
    random: () => 0.5,
  }
  const tutor = tutorWith(given, (parts) => [runCommand(parts), helpCommand(parts), ...more])
  return async (asked: Partial<Request> | string) => {
    const request = typeof asked === 'string' ? { text: asked } : asked
    const messages: Message[] = []
    for await (const message of tutor.handle({ ...REQUEST, ...request })) messages.push(message)
    return messages
  }
}

const REQUEST: Request = {
  id: '1',
  person: { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada', admin: false },
  place: { channel: 'lobby', direct: false },
  signal: new AbortController().signal,
}

function words(message: Message | undefined): string {
  return (message?.blocks ?? [])
    .map((block) => (block.kind === 'markdown' || block.kind === 'code' ? block.text : block.kind))
    .join('\n')
}

const works: Sandbox['run'] = async () => ranOk('hello\n')
const fails =
  (error: Error): Sandbox['run'] =>
  () =>
    Promise.reject(error)

test('a fenced program runs at once: first a word of progress, then the report', async () => {
  const messages = await tutorThat(works)('```python\nprint("hello")\n```')
  expect(messages.map(({ done }) => done)).toEqual([false, true])
  expect(words(messages[0])).toContain('Running…')
  expect(words(messages[1])).toContain('hello')
})

test('Python without a fence is offered, not run', async () => {
  const [offer, ...others] = await tutorThat(works)('print(1)')
  expect(others).toEqual([])
  expect(offer?.blocks).toMatchObject([
    { kind: 'choices', choices: [{ action: { command: 'run', options: { code: 'print(1)' } } }] },
  ])
})

test.each(['/run print(1)', 'run print(1)', 'run\n```python\nprint(1)\n```', '/RUN\nprint(1)'])(
  '%j runs',
  async (text) => {
    expect((await tutorThat(works)(text)).at(-1)?.notice).toMatch(/^Finished/)
  },
)

test.each(['run it', 'run this for me please', 'help me with this', 'hello', ''])(
  '%j is talk, and gets a hint that only the asker sees',
  async (text) => {
    const [hint, ...others] = await tutorThat(works)(text)
    expect(others).toEqual([])
    expect(hint).toMatchObject({ audience: 'asker', done: true })
    expect(words(hint)).toMatch(/any Python|no command/)
  },
)

test('an unknown command is answered with the nearest one', async () => {
  const [answer] = await tutorThat(works)('/rnu print(1)')
  expect(words(answer)).toBe("There's no command “/rnu”.\n/run")
})

test('help lists the commands and tells of one', async () => {
  const ask = tutorThat(works)
  expect(words((await ask('help'))[0])).toContain('- `/run` –')
  expect(words((await ask('help'))[0])).toContain('Programs can import `pandas 1.5.3`')
  expect(words((await ask('/help run'))[0])).toContain('/run [--stdin STDIN] [--args ARGS] [CODE]')
  expect(words((await ask('/help rnu'))[0])).toContain('/help run')
})

test('a run with nothing to run says how', async () => {
  expect(words((await tutorThat(works)('/run'))[0])).toContain('no Python to run yet')
})

test('too many runs are refused with the time to come back', async () => {
  const budget = { person: { burst: 10, perMinute: 20 }, channel: { burst: 30, perMinute: 60 } }
  const rates = ratesInStore(store, () => 1_000_000, { run: budget, model: budget, proof: budget })
  const ask = tutorThat(works, [], rates)
  for (let asked = 0; asked < 10; asked++) await ask('/run 1')
  const [refusal] = await ask('/run 1')
  expect(words(refusal)).toBe("You're going a bit fast. Try again in 3 s.")
  expect(refusal?.audience).toBe('asker')
})

test('every run carries who asks and from where', async () => {
  const runs = vi.fn(works)
  await tutorThat(runs)({ text: '/run print(1)', origin: '192.0.2.7' })
  expect(runs.mock.lastCall?.[0]).toMatchObject({ asker: 'test w ada', origin: '192.0.2.7' })
})

test('a full waiting line is a friendly refusal', async () => {
  const messages = await tutorThat(fails(new SandboxBusyError('queue', 100)))('/run 1')
  expect(words(messages.at(-1))).toMatch(/Try again in a minute/)
})

test('without a jail the person is told who can mend it, and no detail of the machine', async () => {
  const messages = await tutorThat(fails(new SandboxUnavailableError('runc at /usr/sbin')))(
    '/run 1',
  )
  expect(words(messages.at(-1))).toContain('overlap doctor')
  expect(JSON.stringify(messages)).not.toContain('/usr')
})

test('a run that broke its sandbox is told so, and nobody is told that there is no sandbox', async () => {
  const messages = await tutorThat(fails(new RunLostError('late', { cause: 'slot 3' })))('/run 1')
  expect(words(messages.at(-1))).toMatch(/^This run broke its sandbox/)
})

test('a bug is logged whole and shown as its id', async () => {
  const bug = new TypeError('x is undefined at /home/me/secret.ts')
  const messages = await tutorThat(fails(bug))('/run 1')
  const [fields] = errors.mock.lastCall ?? []
  expect(fields).toMatchObject({ err: bug, bug: 'i00000' })
  expect(words(messages.at(-1))).toBe("Something went wrong on my side. It's logged as bug i00000.")
})

test('the output is shown even when the advisor has a bug', async () => {
  const ask = tutorThat(works, [], FREE, () => Promise.reject(new Error('no')))
  const messages = await ask('/run 1')
  expect(words(messages.at(-1))).toMatch(/hello[\s\S]*bug i00000/)
})

test('an attached program keeps its buttons, and its files come with a press', async () => {
  const attached = (name: string, text: string) => ({
    name,
    content: new TextEncoder().encode(text),
  })
  const loop = 'from job import work\nfor n in range(8):\n    print(work(n), input())\n'
  const job = 'import time\ndef work(n):\n    time.sleep(0.1)\n    return n\n'
  const asks = ran({ trace: { ...SILENT_TRACE, inputRequested: true } })
  const runs = vi.fn<Sandbox['run']>(async () => asks)
  const ask = tutorThat(runs, [], FREE, async () => ({ ...ADVICE, verdict: 'threads' }))
  const messages = await ask({
    command: 'run',
    attachments: [attached('loop.py', loop), attached('job.py', job)],
  })
  const all = (messages.at(-1)?.blocks ?? []).flatMap((block) => {
    if (block.kind === 'form') return [block.action]
    return block.kind === 'choices' ? block.choices.map(({ action }) => action) : []
  })
  const actions = all.filter(({ options }) => !('wrong' in options))
  expect(actions.map(({ command }) => command)).toEqual(['run', 'race'])
  const [first] = runs.mock.lastCall ?? []
  for (const { options } of actions) {
    await ask({ command: 'run', options })
    const [again] = runs.mock.lastCall ?? []
    expect(again).toMatchObject({ code: loop, files: first?.files })
  }
})

test('a command for admins is refused to others', async () => {
  const secret = command({
    name: 'secret',
    summary: 'For admins',
    options: z.strictObject({}),
    admin: true,
    async *answer() {
      yield { blocks: [], notice: 'done', audience: 'asker', done: true }
    },
  })
  const ask = tutorThat(works, [secret])
  expect(words((await ask('/secret'))[0])).toBe('Only admins can use /secret.')
  const admin = { ...REQUEST.person, admin: true }
  expect((await ask({ text: '/secret', person: admin }))[0]?.notice).toBe('done')
})

test('what a person typed has no effect as markup in the refusal', async () => {
  const [answer] = await tutorThat(works)('/help **[x](https://evil.example)**')
  expect(words(answer)).toContain('“\\*\\*\\[x\\]\\(https:\\/\\/evil.example\\)\\*\\*”')
})

test('a request that is given up ends its run and says so', async () => {
  const asked = new AbortController()
  const waits: Sandbox['run'] = (_, options) =>
    new Promise((_, reject) => {
      options?.signal?.addEventListener('abort', () => reject(options.signal?.reason))
      asked.abort()
    })
  const messages = await tutorThat(waits)({ text: '/run 1', signal: asked.signal })
  expect(words(messages.at(-1))).toBe('Cancelled.')
})

test('waiting tells the place in the line, running shows the output so far', async () => {
  const slow: Sandbox['run'] = async (_, options) => {
    options?.onPosition?.(3)
    await new Promise(setImmediate)
    options?.onOutput?.({ stream: 'stdout', text: 'so far\n' })
    await new Promise(setImmediate)
    return ranOk('so far\nall\n')
  }
  const messages = (await tutorThat(slow)('/run 1')).map(words)
  expect(messages[1]).toBe('*Waiting: 3 runs before yours.*')
  expect(messages[2]).toBe('*Running…*\nso far')
  expect(messages.at(-1)).toContain('so far\nall')
})

test('a wrong use inside a command is said in its words', async () => {
  const picky = command({
    name: 'picky',
    summary: 'Refuses',
    options: z.strictObject({}),
    // biome-ignore lint/correctness/useYield: it refuses before it says anything
    async *answer() {
      throw new UserError('Not today.', '/picky tomorrow')
    },
  })
  expect(words((await tutorThat(works, [picky])('/picky'))[0])).toBe('Not today.\n/picky tomorrow')
})

test('advice that somebody calls wrong is kept with its program and a remark, and seen by nobody else', async () => {
  const handle = tutorThat(works)
  const answer = (await handle('```python\nprint("disputed")\n```')).at(-1)
  const press = answer?.blocks
    .flatMap((block) => (block.kind === 'choices' ? block.choices : []))
    .find(({ label }) => label === 'This advice is wrong')?.action
  const asked = (await handle({ command: 'run', options: press?.options ?? {} })).at(-1)
  expect(asked?.audience).toBe('asker')
  const form = asked?.blocks.find((block) => block.kind === 'form')
  const options = { ...form?.action.options, remark: 'use threads' }
  const thanks = (await handle({ command: 'run', options })).at(-1)
  expect(thanks).toMatchObject({ audience: 'asker', notice: expect.stringMatching(/^Thanks/) })
  expect((await store.disputes.all()).at(-1)).toMatchObject({
    code: expect.stringContaining('print("disputed")'),
    verdict: 'sequential',
    advice: { headline: ADVICE.headline },
    remark: 'use threads',
  })
})
