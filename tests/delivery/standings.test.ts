/** Which answer a message belongs to, also when a version before has kept that. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  createReplyRecords,
  type ReplyRecord,
  type ReplyRecords,
} from '../../bot/delivery/reply-records.ts'
import { openSqlite } from '../../bot/store/sqlite.ts'
import { type Store, storeOn } from '../../bot/store/store.ts'

const ADA = { platform: 'slack', workspace: 'T1', id: 'U1', name: 'Ada', admin: false }
const at = (id: string) => ({ channel: 'C1', id })
const ANSWER: ReplyRecord = { messages: [at('2'), at('3')], files: ['F1'], question: at('1') }

let store: Store
let standings: ReplyRecords
beforeEach(async () => {
  store = await storeOn(openSqlite(':memory:'))
  standings = createReplyRecords({ platform: 'slack', store, clock: () => 7 })
})
afterEach(() => store.close())

/** As a version before kept it, under the answer's first message. */
const kept = (reply: unknown, channel = 'C1') =>
  store.replies.put({ platform: 'slack', workspace: 'T1', channel, message: '2' }, ADA, reply, 5)

test('an answer is found by each of its messages and by its question', async () => {
  await standings.note('T1', ADA, ANSWER)
  for (const id of ['1', '2', '3']) {
    const found = await standings.find('T1', at(id))
    expect(found).toMatchObject({ asker: { id: 'U1' }, at: 7, answer: ANSWER })
  }
  expect(await standings.find('T2', at('2'))).toBeNull()
  expect(await standings.find('T1', { channel: 'C2', id: '2' })).toBeNull()
})

test('an answer that is dropped is taken away whole, and found no more', async () => {
  await standings.note('T1', ADA, ANSWER)
  const gone: string[] = []
  await standings.drop('T1', ANSWER, {
    remove: async ({ id }) => gone.push(id),
    unshare: async (files) => gone.push(...files),
  })
  expect(gone).toEqual(['2', '3', 'F1'])
  for (const id of ['1', '2', '3']) expect(await standings.find('T1', at(id))).toBeNull()
})

test('what Slack kept before is read as it was meant', async () => {
  await kept({ parts: ['2', '3'], files: ['F1'], thread: '1', question: '1' })
  expect((await standings.find('T1', at('2')))?.answer).toEqual(ANSWER)
  await kept({ parts: ['2'], files: [] })
  expect((await standings.find('T1', at('2')))?.answer).toEqual({ messages: [at('2')], files: [] })
})

test('what Discord kept before is read as it was meant', async () => {
  const { messages, question } = ANSWER
  await kept({ messages, question, guild: 'T1' })
  const found = await standings.find('T1', at('2'))
  expect(found?.answer).toEqual({ messages, question, files: [] })
})

test('what nobody understands is no answer', async () => {
  await kept({ something: 'else' })
  expect(await standings.find('T1', at('2'))).toBeNull()
})
