/** Where the revisions of an answer are shown: who may see them, what is closed, and what stood there before. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  ChannelClosedError,
  PlatformUnavailableError,
  type Posted,
} from '../../bot/core/platform.ts'
import { createReplyDelivery, type Transport } from '../../bot/delivery/reply-delivery.ts'
import { createReplyRecords, type ReplyRecords } from '../../bot/delivery/reply-records.ts'
import type { Store } from '../../bot/store/store.ts'
import { memoryStore } from '../store/memory.ts'
import { ASKER, places, said } from './places.ts'

const log = { info() {}, warn() {}, error() {} }
const QUESTION = { channel: 'channel', id: 'question' }

let store: Store
let standings: ReplyRecords
/** Where unfinished answers are, as the next start would find them. */
let begun: Posted[]
let at: ReturnType<typeof places>

beforeEach(async () => {
  store = await memoryStore()
  standings = createReplyRecords({ platform: 'test', store, clock: () => 0 })
  begun = []
  at = places()
})
afterEach(() => store.close())

function outlet(more: Partial<Transport<string, string>> = {}) {
  const unfinished = { begins: async (_: string, posted: Posted) => void begun.push(posted) }
  const deps = { platform: 'test', store, clock: () => 0, log, standings, unfinished }
  return createReplyDelivery(at.transport(more), deps)
}

const noted = async () =>
  (await standings.find('w', QUESTION))?.answer.messages.map(({ id }) => id) ?? null
const asked = { answer: { key: 'request', asker: ASKER, workspace: 'w', question: QUESTION } }

test('an answer for everyone is posted, then edited, and is found by its question', async () => {
  const { show } = outlet(asked)
  await show(said('Running…', false))
  expect(begun.map(({ id }) => id)).toEqual(['channel 1'])
  await show(said('Done|more', true))
  expect(at.shown()).toEqual(['Done', 'more'])
  expect(await noted()).toEqual(['channel 1', 'channel 2'])
})

test('an answer that turns out to be for one person leaves the channel, and nothing tells of it', async () => {
  const { show } = outlet(asked)
  await show(said('Running…', false))
  await show(said('Only for you', true, 'asker'))
  expect(at.calls).toEqual([
    'post channel 1: Running…',
    'post whispers 2: Only for you',
    'remove channel 1',
  ])
  expect(await noted()).toBeNull()
})

test('an answer that turns out to be for everyone leaves the direct conversation', async () => {
  at.closed.add('whispers')
  const { show } = outlet(asked)
  await show(said('Running…', false, 'asker'))
  await show(said('For all', true))
  expect(at.shown()).toEqual(['For all'])
  expect(await noted()).toEqual(['channel 2'])
})

test('what cannot be edited shows the first revision and the last', async () => {
  const { show } = outlet()
  for (const notice of ['Running…', 'Running on…', 'Still running…']) {
    await show(said(notice, false, 'asker'))
  }
  await show(said('Done', true, 'asker'))
  expect(at.shown()).toEqual(['Running…', 'Done'])
})

test('where nothing can be said any more, the next surface takes the answer', async () => {
  const { show } = outlet()
  await show(said('Running…', false))
  at.closed.add('channel')
  await show(said('Done', true))
  expect(at.calls).toEqual(['post channel 1: Running…', 'post direct 2: Done'])
  at.closed.add('direct')
  await expect(outlet().show(said('Nowhere', true))).rejects.toThrow(ChannelClosedError)
})

test('a closed surface is not tried again, and what it showed is not said twice', async () => {
  const { show } = outlet()
  at.onPost((name) => {
    if (name === 'whispers' && at.stands.size > 0) at.closed.add(name)
  })
  await show(said('one|two|three', true, 'asker'))
  expect(at.calls).toEqual(['post whispers 1: one', 'post direct 2: two', 'post direct 3: three'])
  at.closed.delete('whispers')
  await show(said('four|five', true, 'asker'))
  expect(at.shown()).toEqual(['one', 'four', 'five'])
})

test('what was there when a button was pressed stays, unless it was written over', async () => {
  at.stands.set('old', 'Press me')
  const stands = { surface: at.channel, refs: [{ channel: 'channel', id: 'old' }], isOurs: false }
  await outlet({ stands }).show(said('Only for you', true, 'asker'))
  expect(at.shown()).toEqual(['Press me', 'Only for you'])
  const { show } = outlet({ stands })
  await show(said('Running…', false))
  await show(said('Only for you too', true, 'asker'))
  expect(at.shown()).toEqual(['Only for you', 'Only for you too'])
})

test('the answer to a question that was edited takes the place of the one before, all of it', async () => {
  for (const id of ['old 1', 'old 2']) at.stands.set(id, id)
  const refs = ['old 1', 'old 2'].map((id) => ({ channel: 'channel', id }))
  const stands = { surface: at.channel, refs, isOurs: true }
  await outlet({ ...asked, stands }).show(said('New', true))
  expect([...at.stands]).toEqual([['old 1', 'New']])
  expect(await noted()).toEqual(['old 1'])
})

test('the rest of the answer whose message was pressed goes once that is written', async () => {
  for (const id of ['old 1', 'pressed', 'old 3']) at.stands.set(id, id)
  const [first, pressed, third] = [...at.stands.keys()].map((id) => ({ channel: 'channel', id }))
  const others = [first ?? null, third ?? null]
  const stands = { surface: at.channel, refs: [pressed ?? null], others, isOurs: false }
  await outlet({ stands }).show(said('New', true))
  expect([...at.stands]).toEqual([['pressed', 'New']])
})

test('an answer that is redone by a button is still found by its question', async () => {
  for (const id of ['pressed', 'rest']) at.stands.set(id, id)
  const [pressed, rest] = [...at.stands.keys()].map((id) => ({ channel: 'channel', id }))
  if (!pressed || !rest) throw new Error('nothing is there')
  await standings.note('w', ASKER, { messages: [pressed, rest], files: [], question: QUESTION })
  const stands = { surface: at.channel, refs: [pressed], others: [rest], isOurs: false }
  await outlet({ ...asked, stands, isKept: () => false }).show(said('New', true))
  expect(at.shown()).toEqual(['New'])
  expect(await noted()).toContain('pressed')
  expect(await standings.find('w', rest)).toBeNull()
})

test('what could not be taken away is taken away with a later revision', async () => {
  const { show } = outlet(asked)
  await show(said('Running…', false))
  const { remove } = at.channel
  let fails = true
  Object.assign(at.channel, {
    remove: async (...what: Parameters<typeof remove>) => {
      if (fails) throw new PlatformUnavailableError('not now')
      return remove(...what)
    },
  })
  await expect(show(said('Only for you', false, 'asker'))).rejects.toThrow(PlatformUnavailableError)
  fails = false
  await show(said('Only for you, done', true, 'asker'))
  expect(at.shown()).toEqual(['Only for you', 'Only for you, done'])
})

test('what announced an answer is replaced by it, and seen by those it is for', async () => {
  at.stands.set('waiting', 'Wait…')
  const ref = { channel: 'channel', id: 'waiting' }
  const { show, announce } = outlet({ acknowledge: async () => ({ surface: at.channel, ref }) })
  await announce()
  expect(begun.map(({ id }) => id)).toEqual(['waiting'])
  await show(said('For all', true))
  expect([...at.stands]).toEqual([['waiting', 'For all']])
  await announce()
  expect(at.shown()).toEqual(['For all'])
})

test('an answer whose files are not taken says so', async () => {
  const file = { kind: 'file', name: 'a.txt', content: new Uint8Array() } as const
  const refused = { kind: 'markdown', text: 'No files.' } as const
  const { render } = at.channel
  Object.assign(at.channel, {
    attach: async () => Promise.reject(new Error('too big')),
    render: (message: ReturnType<typeof said>, ...more: [never, never]) => {
      const { uploads } = render(message, ...more)
      const texts = message.blocks.flatMap((block) => ('text' in block ? [String(block)] : []))
      return { pieces: [message.notice, ...texts.map(() => 'No files.')], uploads }
    },
  })
  await outlet({ filesRefused: refused }).show({ ...said('Done', true), blocks: [file] })
  expect(at.shown()).toEqual(['Done', 'No files.'])
})
