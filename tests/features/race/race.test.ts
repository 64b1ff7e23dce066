import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Advisor, createAdvisor } from '../../../bot/analysis/advisor.ts'
import type { Model } from '../../../bot/analysis/proof/rewrite/models.ts'
import type { Block, Message } from '../../../bot/core/message.ts'
import type { Tutor } from '../../../bot/core/tutor.ts'
import { raceCommand } from '../../../bot/features/race/command.ts'
import { type Outcome, type RaceLane, race } from '../../../bot/features/race/race.ts'
import { runCommand } from '../../../bot/features/run/command.ts'
import { LIMITS } from '../../../sandbox/limits.ts'
import { startSandbox } from '../../../sandbox/pool/pool.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { memoryStore } from '../../store/memory.ts'
import { tutorWith } from '../../tutor.ts'

const bugs: unknown[] = []
let sandbox: Sandbox
let advisor: Advisor
let tutor: Tutor

beforeAll(async () => {
  const made = await Promise.all([
    startSandbox({ python: null, ociRuntime: null, stateDir: null, limits: LIMITS }),
    createAdvisor(),
  ])
  ;[sandbox, advisor] = made
  const log = { info() {}, warn() {}, error: (fields: unknown) => void bugs.push(fields) }
  tutor = tutorWith({ sandbox, advisor, store: await memoryStore(), log }, (parts) => [
    runCommand(parts),
    raceCommand(parts),
  ])
})
afterAll(async () => {
  await Promise.all([sandbox.close(0), advisor.close()])
})

describe('asked in a chat', () => {
  test('sleeps: every lane is announced, drawn and compared, and the winner is shown as a program', async () => {
    // Long enough that what a thread takes to start decides nothing, on a busy machine too.
    const messages = await ask('race', program('sleeps').replace('0.1', '0.4'))
    const answer = messages.at(-1)
    expect(messages.slice(0, -1).map(({ notice }) => notice)).toEqual([
      'Racing: sequential …',
      expect.stringMatching(/^Racing: sequential .*, threads …$/),
      expect.stringMatching(/^Racing: sequential .*, threads .*, processes …$/),
      expect.stringMatching(/^Racing: sequential .*, threads .*, processes .*, async …$/),
    ])
    const text = markdownOf(answer)
    expect(text).toContain('Use threads')
    expect(text).toContain('the 8 calls of `fetch` in the loop at line 10')
    expect(text).toContain('All gave the same results.')
    expect(text).toMatch(/Timed twice, and the faster run counts: .*threads \d+ ms/)
    expect(blockOf(answer, 'picture')?.alt).toMatch(/^The loop at line 10, in seconds: sequential /)
    expect(blockOf(answer, 'code')?.text).toContain('list(pool.map(fetch, range(8)))')
    expect(blockOf(answer, 'code')?.text).not.toContain('overlap_race')
    expect(answer).toMatchObject({ done: true, audience: 'everyone' })
  })

  test('a loop that cannot be overlapped is refused with the reason', async () => {
    const messages = await ask('race', program('chain'))
    expect(messages).toHaveLength(1)
    expect(markdownOf(messages[0])).toContain('each turn uses `value`')
  })

  test('five people race, and nobody else waits until so much as one lane is over', async () => {
    const giveUp = new AbortController()
    const done: string[] = []
    // Eight seconds for the loop as it is.
    const code = program('sleeps').replace('0.1', '1')
    const started: Promise<unknown>[] = []
    const races = ['Ada', 'Barbara', 'Cleo', 'Dora', 'Edsger'].map(async (id) => {
      const race = asking('race', code, { id, signal: giveUp.signal })
      started.push(race.next())
      await started.at(-1)
      await race.next()
      done.push(id)
      for await (const _ of race);
    })
    await Promise.all(started)
    for (const id of ['Frances', 'Grace', 'Hedy']) {
      const answer = (await ask('run', 'print(1)', { id })).at(-1)
      expect(blockOf(answer, 'code')?.text).toBe('1')
      done.push(id)
    }
    expect(done).toEqual(['Frances', 'Grace', 'Hedy'])
    giveUp.abort()
    await Promise.all(races)
  })

  test('a trifle is not raced', async () => {
    expect(markdownOf((await ask('race', program('trifle'))).at(-1))).toContain(
      'too little to race',
    )
  })

  test('a program that fails says where', async () => {
    const code = 'def work(x):\n    return 1 / x\n\nprint([work(x) for x in [1, 0]])'
    const text = markdownOf((await ask('race', code)).at(-1))
    expect(text).toContain('did not run to its end')
    expect(text).toContain('line 2')
  })

  test('a program with a syntax error gets what Python says of it', async () => {
    const text = markdownOf((await ask('race', 'for x in [1, 2\n    print(x)\n')).at(-1))
    expect(text).toMatch(/did not run to its end.*`SyntaxError/)
    expect(text).not.toContain('no loop')
  })

  test('without a loop it says what it looks for', async () => {
    expect(markdownOf((await ask('race', 'print(1)')).at(-1))).toContain('no loop or comprehension')
  })

  test('a verdict that asks for another model comes with a button that races the same program', async () => {
    const answer = (await ask('run', program('sleeps'))).at(-1)
    const choice = answer?.blocks.find((block) => block.kind === 'choices')?.choices[0]
    expect(choice).toMatchObject({ label: 'Race it', action: { command: 'race' } })
    expect(choice?.action.options).toEqual({ code: program('sleeps') })
  })

  test('a verdict that asks for no other model comes without', async () => {
    const answer = (await ask('run', program('chain'))).at(-1)
    const choices = answer?.blocks.flatMap((block) =>
      block.kind === 'choices' ? block.choices : [],
    )
    expect(choices?.map(({ label }) => label)).not.toContain('Race it')
  })

  test('nothing of all this was a bug', () => expect(bugs).toEqual([]))
})

describe('in the jail', () => {
  test('pure Python computing: all lanes agree', async () => {
    const lanes = await lanesOf(program('computing'))
    expect(lanes.map(({ same }) => same)).toEqual([true, true, true, true])
  })

  test('sleeps take half the time or less with threads and with async', async () => {
    const { sequential, threads, async: tasks } = seconds(await lanesOf(program('sleeps')))
    expect(threads).toBeLessThan(sequential / 2)
    expect(tasks).toBeLessThan(sequential / 2)
  })

  test('awaits take half the time or less with async', async () => {
    const { sequential, async: tasks } = seconds(await lanesOf(program('awaits')))
    expect(tasks).toBeLessThan(sequential / 2)
  })

  test('responses of the practice web are the same in all lanes', async () => {
    const lanes = await lanesOf(program('requests_get'))
    expect(lanes.map(({ same }) => same)).toEqual([true, true, true, true])
  })

  test('native code: all lanes agree on the digests', async () => {
    const lanes = await lanesOf(program('hashing'))
    expect(lanes.map(({ same }) => same)).toEqual([true, true, true, true])
  })

  test('processes cannot carry a lambda; that lane says why and the others have times', async () => {
    const lanes = await lanesOf(program('lambda'))
    expect(lanes.map(({ status }) => status)).toEqual(['ok', 'ok', 'failed', 'ok'])
    expect(lanes[2]?.reason).toContain('cannot carry lambdas')
  })

  test('a function that changes what it is given is kept from processes', async () => {
    const code =
      'import time\n\ndef fill(box):\n    time.sleep(0.02)\n    box.append(1)\n\nboxes = [[] for _ in range(4)]\nfor box in boxes:\n    fill(box)\nprint(boxes)'
    const lanes = await lanesOf(code)
    expect(lanes[2]).toMatchObject({ status: 'failed', reason: expect.stringContaining('`box`') })
    expect(lanes[1]).toMatchObject({ status: 'ok', same: true })
  })

  test('random results are not called different', async () => {
    const outcome = await raced(
      'import random, time\n\ndef draw(n):\n    time.sleep(0.02)\n    return random.random()\n\nprint([draw(n) for n in range(4)])',
    )
    expect(outcome).toMatchObject({ uncompared: expect.stringContaining('random') })
  })

  test('results that differ between two runs of the same program are not called different', async () => {
    const outcome = await raced(
      'import os, time\n\nKEY = int.from_bytes(open("/dev/urandom", "rb").read(4))\n\ndef draw(n):\n    time.sleep(0.02)\n    return KEY + n\n\nprint([draw(n) for n in range(4)])',
    )
    expect(outcome).toMatchObject({ uncompared: expect.stringContaining('differ from run to run') })
  })

  test('objects without equality of their own are not called the same', async () => {
    const outcome = await raced(
      'import time\n\nclass Box:\n    pass\n\ndef make(n):\n    time.sleep(0.02)\n    return Box()\n\nprint(len([make(n) for n in range(4)]))',
    )
    expect(outcome).toMatchObject({ uncompared: expect.stringContaining('`Box`') })
  })

  test('sets, numbers that are no numbers and nested things are compared by value', async () => {
    const lanes = await lanesOf(
      "import time\n\ndef make(n):\n    time.sleep(0.02)\n    return {'a': {str(n), 'x', 'y'}, 'b': [float('nan'), (n, None)], 'c': 10 ** 5000, n: b'z'}\n\nprint(len([make(n) for n in range(4)]))",
    )
    expect(lanes.map(({ same }) => same)).toEqual([true, true, true, true])
  })

  test('results that differ are found out, and do not win', async () => {
    const outcome = await raced(
      'import os, time\n\nHOME = os.getpid()\n\ndef who(n):\n    time.sleep(0.05)\n    return os.getppid() == HOME\n\nprint([who(n) for n in range(4)])',
    )
    const processes = outcome.kind === 'raced' ? outcome.lanes[2] : null
    expect(processes?.same).toBe(false)
  })

  test('input is given to every lane', async () => {
    const outcome = await raced(
      'import time\n\nname = input()\n\ndef greet(n):\n    time.sleep(0.02)\n    return name * n\n\nprint([greet(n) for n in range(3)])',
      'Ada\n',
    )
    expect(outcome).toMatchObject({
      kind: 'raced',
      lanes: [{}, { same: true }, { same: true }, { same: true }],
    })
  })
})

const program = (name: string): string =>
  readFileSync(new URL(`programs/${name}.py`, import.meta.url), 'utf8')

async function raced(code: string, stdin?: string): Promise<Outcome> {
  const running = race({ code, ...(stdin === undefined ? {} : { stdin }) }, sandbox)
  let step = await running.next()
  while (!step.done) step = await running.next()
  return step.value
}

async function lanesOf(code: string): Promise<readonly RaceLane[]> {
  const outcome = await raced(code)
  if (outcome.kind !== 'raced') throw new Error(outcome.reason)
  return outcome.lanes
}

function seconds(lanes: readonly RaceLane[]): Record<Model, number> {
  const of = (model: Model) => lanes.find((lane) => lane.model === model)?.seconds ?? Number.NaN
  return {
    sequential: of('sequential'),
    threads: of('threads'),
    processes: of('processes'),
    async: of('async'),
  }
}

let asked = 0
function asking(command: string, code: string, more: { id?: string; signal?: AbortSignal } = {}) {
  asked += 1
  const { id = 'ada', signal = new AbortController().signal } = more
  return tutor.handle({
    id: `request ${asked}`,
    person: { platform: 'test', workspace: 'w', id, name: id, admin: false },
    place: { channel: 'lobby', direct: false },
    command,
    options: { code },
    signal,
  })
}

function ask(...given: Parameters<typeof asking>): Promise<Message[]> {
  return Array.fromAsync(asking(...given))
}

function markdownOf(message: Message | undefined): string {
  const texts = message?.blocks.map((block) => (block.kind === 'markdown' ? block.text : ''))
  return texts?.join('\n') ?? ''
}

function blockOf<Kind extends Block['kind']>(
  message: Message | undefined,
  kind: Kind,
): Extract<Block, { kind: Kind }> | undefined {
  return message?.blocks.find((block) => block.kind === kind) as
    | Extract<Block, { kind: Kind }>
    | undefined
}
