/** Several processes on one store: who tells of answers that were left behind, and of which. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PlatformAway, type Platforms, type Posted } from '../../bot/platform.ts'
import type { Store } from '../../bot/store/store.ts'
import { finishAnswers, unfinishedAnswers } from '../../bot/unfinished.ts'
import { memoryStore } from '../store/memory.ts'
import { timeByHand } from '../time.ts'

const MINUTE = 60_000
const log = { info() {}, warn() {}, error() {} }

let store: Store
let time: ReturnType<typeof timeByHand>
let told: Posted[]
let isAway: boolean
beforeEach(async () => {
  store = await memoryStore()
  time = timeByHand()
  told = []
  isAway = false
})
afterEach(() => store.close())

const at = (id: string): Posted => ({
  spot: { platform: 'slack', workspace: 'T1', channel: 'C1' },
  id,
})

const platforms = {
  async edit(posted: Posted) {
    if (isAway) throw new PlatformAway('slack is not connected')
    told.push(posted)
  },
} as Pick<Platforms, 'edit'> as Platforms

/** A process that answers, and one that looks after those that were killed. */
const answering = () => unfinishedAnswers({ store, clock: time.clock, log })
const looking = (isAlone: boolean) =>
  finishAnswers({ store, platforms, clock: time.clock, alarm: time.alarm, log, isAlone })

/** What is due by then is done. */
async function pass(minutes: number, each: ReturnType<typeof looking>): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    time.advance(MINUTE)
    await each.settled()
  }
}

test('beside others, an answer is left behind when it has been still for five minutes', async () => {
  const process = answering()
  await process.begins('left', at('1'))
  await process.begins('ended', at('2'))
  await process.ends('ended')
  const looks = looking(false)
  await pass(4, looks)
  await process.begins('growing', at('3'))
  expect(told).toEqual([])
  await pass(2, looks)
  expect(told).toEqual([at('1')])
  await pass(10, looks)
  expect(told).toEqual([at('1'), at('3')])
  await looks.close()
})

test('alone, it is whatever was under way before the start, and nothing since', async () => {
  await answering().begins('left', at('1'))
  time.advance(1)
  const looks = looking(true)
  await answering().begins('slow', at('2'))
  await pass(60, looks)
  expect(told).toEqual([at('1')])
  await looks.close()
})

test('where its platform is away, it is told later', async () => {
  await answering().begins('left', at('1'))
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
  const process = unfinishedAnswers({
    store: {
      ...store,
      unfinished: {
        ...store.unfinished,
        remove: (request) => (isDown ? closed : store).unfinished.remove(request),
      },
    },
    clock: time.clock,
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
