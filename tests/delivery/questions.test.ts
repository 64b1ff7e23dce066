/** Two processes on one store: who answers a question that is edited, deleted, or heard of late. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../bot/core/message.ts'
import type { Request } from '../../bot/core/request.ts'
import { type Answers, createAnswers } from '../../bot/delivery/answers.ts'
import { done } from '../../bot/delivery/outcome.ts'
import { createQuestions } from '../../bot/delivery/questions.ts'
import type { Surface } from '../../bot/delivery/reply-delivery.ts'
import { createReplyRecords } from '../../bot/delivery/reply-records.ts'
import type { Store } from '../../bot/store/store.ts'
import { memoryStore } from '../store/memory.ts'
import { timeByHand } from '../time.ts'
import { places, said } from './places.ts'

const log = { info() {}, warn() {}, error() {} }
const QUESTION = 'slack/T1/C1/1'

let store: Store
let time: ReturnType<typeof timeByHand>
/** What stands in the channel: whoever writes last. */
let stands: string[]
/** Runs that have not ended. */
let gates: Map<string, PromiseWithResolvers<void>>

beforeEach(async () => {
  store = await memoryStore()
  time = timeByHand()
  stands = []
  gates = new Map()
})
afterEach(() => store.close())

/** A process of Overlap whose runs end when the test says so. */
function started(owner: string): Answers {
  const gate = (name: string) => {
    const known = gates.get(name) ?? Promise.withResolvers<void>()
    gates.set(name, known)
    return known
  }
  async function* handle({ id, signal }: Request): AsyncGenerator<Message, void> {
    yield said(`${id} runs`, false)
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve())
    })
    await Promise.race([gate(id).promise, aborted])
    yield said(`${id} done`, true)
  }
  return createAnswers({
    platform: 'test',
    tutor: { handle },
    unfinished: {
      starts: async () => {},
      begins: async () => {},
      ends: async () => {},
      leaves: async () => {},
    },
    store,
    clock: time.clock,
    standings: createReplyRecords({ platform: 'test', store, clock: time.clock }),
    questions: createQuestions({ store, clock: time.clock, time, log, owner }),
    log,
    isOutside: () => true,
  })
}

const { channel, transport } = places()
/** Each revision is one more line. */
const lines: Surface<string, string> = {
  ...channel,
  async post(piece) {
    stands.push(piece)
    return { channel: 'channel', id: '1' }
  },
  async edit(_, piece) {
    stands.push(piece)
    return done(null)
  },
}

function ask(process: Answers, id: string, version: number | null): Promise<void> {
  const person = { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada', admin: false }
  const request = { id, person, place: { channel: 'C1', direct: false } }
  return process.answer(request, () => transport({ surfaces: () => [lines] }), {
    question: QUESTION,
    version,
  })
}

/** Time passes until it is so. */
async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; !holds(); turns++) {
    if (turns > 2000) throw new Error(`never: ${stands.join(', ')}`)
    time.advance(20)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

test('an edit that another process hears of ends the run here, before that one answers', async () => {
  const [here, there] = [started('here'), started('there')]
  const first = ask(here, 'original', 1)
  await until(() => stands.includes('original runs'))
  const second = ask(there, 'edit', 2)
  await until(() => stands.includes('edit runs'))
  await first
  gates.get('edit')?.resolve()
  await second
  expect(stands).toEqual(['original runs', 'edit runs', 'edit done'])
})

test('what is older loses, whenever it comes, also after a restart', async () => {
  const first = ask(started('first'), 'edit 3', 3)
  await until(() => stands.includes('edit 3 runs'))
  gates.get('edit 3')?.resolve()
  await first
  const restarted = started('restarted')
  await ask(restarted, 'late original', 1)
  await ask(restarted, 'late edit 2', 2)
  expect(stands).toEqual(['edit 3 runs', 'edit 3 done'])
})

test('a deletion that another process hears of ends the run, and what comes late is not answered', async () => {
  const [here, there] = [started('here'), started('there')]
  const answering = ask(here, 'original', 1)
  await until(() => stands.includes('original runs'))
  let isQuiet = false
  const stopping = there.stop(QUESTION, 'deleted').then(() => {
    isQuiet = true
  })
  await until(() => isQuiet)
  await Promise.all([answering, stopping])
  await ask(there, 'late edit', 2)
  await ask(here, 'press', null)
  expect(stands).toEqual(['original runs'])
})

test('a deletion that is heard before its message keeps that from being answered, also elsewhere', async () => {
  const [here, there] = [started('here'), started('there')]
  await here.stop(QUESTION, 'deleted')
  await ask(there, 'late original', 1)
  await ask(here, 'late edit', 2)
  expect(stands).toEqual([])
})

test.each([
  ['stop', 'delete'],
  ['delete', 'stop'],
] as const)('of a %s and a %s that cross, the deletion holds', async (...order) => {
  const [here, there] = [started('here'), started('there')]
  const answering = ask(here, 'original', 1)
  await until(() => stands.includes('original runs'))
  let ended = 0
  for (const [index, how] of order.entries()) {
    const process = index === 0 ? there : here
    const stopping = process.stop(QUESTION, ...(how === 'delete' ? (['deleted'] as const) : []))
    void stopping.then(() => {
      ended += 1
    })
  }
  await until(() => ended === 2)
  await answering
  await ask(there, 'late edit', 5)
  expect(stands).toEqual(['original runs'])
})

test('a run that is halted still says how it ended, and one whose question is deleted says nothing more', async () => {
  const here = started('here')
  const halted = ask(here, 'original', 1)
  await until(() => stands.includes('original runs'))
  here.halt(QUESTION)
  await halted
  expect(stands).toEqual(['original runs', 'original done'])
  const deleted = ask(here, 'edit', 2)
  await until(() => stands.includes('edit runs'))
  here.halt()
  await Promise.all([here.stop(QUESTION, 'deleted'), deleted])
  expect(stands).toEqual(['original runs', 'original done', 'edit runs'])
})

test('what was stopped is answered again when it is edited', async () => {
  const here = started('here')
  const first = ask(here, 'original', 1)
  await until(() => stands.includes('original runs'))
  await here.stop(QUESTION)
  await first
  const second = ask(here, 'edit', 5)
  await until(() => stands.includes('edit runs'))
  gates.get('edit')?.resolve()
  await second
  expect(stands.at(-1)).toBe('edit done')
})

test('a process that died keeps nobody from answering for long', async () => {
  const dead = createQuestions({
    store,
    clock: time.clock,
    time: { ...time, alarm: () => () => {} },
    log,
    owner: 'dead',
  })
  await (await dead.claim(QUESTION, 1))?.begin(() => {})
  const second = ask(started('living'), 'edit', 2)
  await until(() => stands.includes('edit runs'))
  gates.get('edit')?.resolve()
  await second
  expect(stands).toEqual(['edit runs', 'edit done'])
})

test('another process is asked every 250 ms of the given clock, until it has been silent for 10 s', async () => {
  const deps = { store, clock: time.clock, log }
  const silent = { clock: time.clock, alarm: () => () => {} }
  const dead = createQuestions({ ...deps, time: silent, owner: 'dead' })
  await (await dead.claim(QUESTION, 1))?.begin(() => {})

  const began = time.clock()
  const looks: number[] = []
  const alarms = new Set<number>()
  const living = createQuestions({
    ...deps,
    store: {
      questions: {
        ...store.questions,
        seize: (...asked) => {
          looks.push(time.clock() - began)
          return store.questions.seize(...asked)
        },
      },
    },
    time: {
      clock: time.clock,
      alarm(at, ring) {
        alarms.add(at)
        return time.alarm(at, ring)
      },
    },
    owner: 'living',
  })
  let hasBegun = false
  const claim = await living.claim(QUESTION, 2)
  void claim
    ?.begin(() => {})
    .then(() => {
      hasBegun = true
    })
  await expect
    .poll(
      () => {
        if (alarms.has(time.clock() + 250)) time.advance(250)
        return hasBegun
      },
      { interval: 1 },
    )
    .toBe(true)
  expect(looks).toEqual(Array.from({ length: 42 }, (_, n) => n * 250))
})
