/** Several processes on one store: who tells of answers that were left behind, and of which. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Message } from '../../bot/core/message.ts'
import { type Platforms, PlatformUnavailableError, type Posted } from '../../bot/core/platform.ts'
import { interruptedReplies, sweepInterrupted } from '../../bot/delivery/interrupted.ts'
import type { Database } from '../../bot/store/database.ts'
import { openSqlite } from '../../bot/store/sqlite.ts'
import { type Store, storeOn } from '../../bot/store/store.ts'
import { memoryStore } from '../store/memory.ts'
import { timeByHand } from '../time.ts'

const MINUTE = 60_000
const STEP = 5000
const log = { info() {}, warn() {}, error() {} }

let database: Database
let store: Store
let time: ReturnType<typeof timeByHand>
let told: Posted[]
let isAway: boolean
let isDead: boolean
let audiences: string[]
let blocks: Message['blocks']
beforeEach(async () => {
  database = openSqlite(':memory:')
  store = await storeOn(database)
  time = timeByHand()
  told = []
  isAway = false
  isDead = false
  audiences = []
})
afterEach(() => store.close())

const at = (id: string): Posted => ({
  spot: { platform: 'slack', workspace: 'T1', channel: 'C1' },
  id,
})

const platforms = {
  async edit(posted: Posted, { audience, blocks: said }: Message) {
    if (isAway) throw new PlatformUnavailableError('slack is not connected')
    told.push(posted)
    audiences.push(audience)
    blocks = said
  },
} as Pick<Platforms, 'edit'> as Platforms

/** A process that answers, and one that looks after those that were killed. */
const answering = (alarm = time.alarm) =>
  interruptedReplies({ store, clock: time.clock, time: { clock: time.clock, alarm }, log })
/** One that was killed: no alarm of its rings any more. */
const killed = () => answering((due, ring) => time.alarm(due, () => isDead || ring()))
const looking = (isAlone: boolean) =>
  sweepInterrupted({ store, platforms, clock: time.clock, alarm: time.alarm, log, isAlone })

/** What is due by then is done. */
async function pass(minutes: number, each: ReturnType<typeof looking>): Promise<void> {
  for (let ms = 0; ms < minutes * MINUTE; ms += STEP) {
    time.advance(STEP)
    await each.settled()
    await store.ping()
  }
}

test('beside others, an answer is left behind when its process has not been heard of for a while', async () => {
  const process = killed()
  await process.begins('left', at('1'))
  await process.begins('ended', at('2'))
  await process.ends('ended')
  const looks = looking(false)
  await pass(4, looks)
  expect(told).toEqual([])
  isDead = true
  await pass(1, looks)
  expect(told).toEqual([at('1')])
  await looks.close()
})

test('what a version before noted, which was not heard of, is left behind after five minutes', async () => {
  await store.unfinished.put('old', at('1'), time.clock())
  await database.write((db) =>
    db.updateTable('unfinished_answers').set({ heartbeat_at: null }).execute(),
  )
  const looks = looking(false)
  await pass(4, looks)
  expect(told).toEqual([])
  await pass(2, looks)
  expect(told).toEqual([at('1')])
  await looks.close()
})

test('what a version before noted of itself is read', async () => {
  const again = { command: 'run', options: { code: 'print(1)' } }
  await store.unfinished.put('old', { ...at('1'), again }, time.clock())
  time.advance(1)
  const looks = looking(true)
  await pass(1, looks)
  expect(told).toEqual([at('1')])
  expect(blocks.at(-1)).toMatchObject({ choices: [{ action: again }] })
  await looks.close()
})

test('what is known to be run again has a button for it', async () => {
  const again = { command: 'run', options: { code: 'print(1)' } }
  isDead = true
  const process = killed()
  await process.starts('again', { again })
  await process.begins('again', at('1'))
  time.advance(1)
  const looks = looking(true)
  await pass(1, looks)
  expect(blocks.at(-1)).toMatchObject({ choices: [{ label: 'Run again', action: again }] })
  await looks.close()
})

test('before anything is said, it is known where an answer is going to be', async () => {
  isDead = true
  const planned = { ...at(''), planned: { key: 'k', to: '7' } }
  await killed().starts('planned', { again: null, stands: planned })
  time.advance(1)
  const looks = looking(true)
  await pass(1, looks)
  expect(told).toEqual([planned])
  await looks.close()
})

test('where the question was deleted since, or another answer to it has begun, nothing is said of the first', async () => {
  isDead = true
  const process = killed()
  for (const question of ['edited', 'edited unheard', 'deleted', 'as it was']) {
    await store.questions.raise(question, 1, time.clock())
    await process.starts(question, { again: null, question, stands: at(question) })
  }
  await store.questions.raise('edited', 2, time.clock())
  await killed().starts('edit', { again: null, question: 'edited', stands: at('edit') })
  // Killed before it began.
  await store.questions.raise('edited unheard', 2, time.clock())
  await store.questions.remove('deleted', time.clock())
  time.advance(1)
  const looks = looking(true)
  await pass(1, looks)
  expect(told).toEqual([at('edited unheard'), at('as it was'), at('edit')])
  expect(await store.unfinished.unchangedSince(Number.MAX_SAFE_INTEGER)).toEqual([])
  await looks.close()
})

test('what one person alone saw is told to them alone', async () => {
  const only = { person: 'U1', address: '' }
  isDead = true
  await killed().begins('private', { ...at(''), only })
  time.advance(1)
  const looks = looking(true)
  await pass(1, looks)
  expect([told, audiences]).toEqual([[{ ...at(''), only }], ['asker']])
  await looks.close()
})

test('alone, it is whatever was under way before the start, and nothing since', async () => {
  isDead = true
  await killed().begins('left', at('1'))
  time.advance(1)
  const looks = looking(true)
  await answering().begins('slow', at('2'))
  await pass(60, looks)
  expect(told).toEqual([at('1')])
  await looks.close()
})

test('alone too, what was given up says that it was interrupted, as soon as its platform is back', async () => {
  const process = answering()
  const looks = looking(true)
  await process.begins('given up', at('1'))
  await process.begins('slow', at('2'))
  await pass(2, looks)
  isAway = true
  await process.leaves('given up')
  await pass(2, looks)
  expect(told).toEqual([])
  isAway = false
  await pass(1, looks)
  expect(told).toEqual([at('1')])
  await looks.close()
})

test('where its platform is away, it is told later', async () => {
  isDead = true
  await killed().begins('left', at('1'))
  time.advance(1)
  isAway = true
  const looks = looking(true)
  await pass(2, looks)
  isAway = false
  await pass(2, looks)
  expect(told).toEqual([at('1')])
  await looks.close()
})

test('an end that the store did not take is taken with the next', async () => {
  const closed = await memoryStore()
  let isDown = true
  const process = interruptedReplies({
    store: {
      ...store,
      unfinished: {
        ...store.unfinished,
        remove: (requests) => (isDown ? closed : store).unfinished.remove(requests),
      },
    },
    clock: time.clock,
    time,
    log,
  })
  await closed.close()
  await process.begins('first', at('1'))
  await process.begins('second', at('2'))
  await process.ends('first')
  isDown = false
  await process.ends('second')
  expect(await store.unfinished.unchangedSince(Number.MAX_SAFE_INTEGER)).toEqual([])
})

test('of many that end at the same time, each is taken out of the store once', async () => {
  const removed: string[] = []
  const process = interruptedReplies({
    store: {
      ...store,
      unfinished: {
        ...store.unfinished,
        async remove(requests) {
          removed.push(...requests)
          await store.unfinished.remove(requests)
        },
      },
    },
    clock: time.clock,
    time,
    log,
  })
  const all = Array.from({ length: 50 }, (_, n) => `answer ${n}`)
  await Promise.all(all.map((each) => process.begins(each, at(each))))
  await Promise.all(all.map((each) => process.ends(each)))
  expect(removed.toSorted()).toEqual(all.toSorted())
  expect(await store.unfinished.unchangedSince(Number.MAX_SAFE_INTEGER)).toEqual([])
})
