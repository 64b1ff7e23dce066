/** Nobody takes all the places of those who look at the page. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WEB } from '../../adapters/web/limits.ts'
import { openTalk } from './talk.ts'
import { visit } from './visitor.ts'

const EVENTS = '/api/channels/lobby/events'

let talk: Awaited<ReturnType<typeof openTalk>>
beforeAll(async () => {
  talk = await openTalk([])
})
afterAll(async () => {
  await talk.close()
  expect(talk.errors).toEqual([])
})

test('a HEAD request takes no place', async () => {
  const visitor = await visit(talk.url, 'Mallory')
  for (let n = 0; n < WEB.streams.person * 2; n++) {
    expect((await visitor.call('HEAD', EVENTS)).status).toBe(200)
  }
  const room = await visitor.enter('lobby')
  expect(room.status).toBe(200)
  room.leave()
})

test('one person has some places, and whoever comes then is let in', async () => {
  const mallory = await visit(talk.url, 'Mallory')
  const rooms = await Promise.all(
    Array.from({ length: WEB.streams.person + 3 }, () => mallory.enter('lobby')),
  )
  const statuses = rooms.map(({ status }) => status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(WEB.streams.person)
  expect(statuses.filter((status) => status === 429)).toHaveLength(3)
  const ada = await (await visit(talk.url, 'Ada')).enter('lobby')
  expect(ada.status).toBe(200)
  for (const room of [ada, ...rooms]) room.leave()
})

test('a place is free again once its page has gone', async () => {
  const visitor = await visit(talk.url, 'Bob')
  for (let n = 0; n < WEB.streams.person * 2; n++) {
    const room = await vi.waitFor(async () => {
      const entered = await visitor.enter('lobby')
      expect(entered.status).toBe(200)
      return entered
    }, 30_000)
    room.leave()
  }
})

test.each([
  ['one request', 1],
  ['requests one behind another', 20],
])('a place is free again when a client that never read has gone: %s', async (_, number) => {
  const secret = 'a'.repeat(32)
  const asked = `GET ${EVENTS} HTTP/1.1\r\nHost: localhost\r\nCookie: overlap_browser=${secret}\r\n\r\n`
  for (let n = 0; n < WEB.streams.person * 2; n += number) {
    const socket = connect(Number(new URL(talk.url).port), '127.0.0.1')
    socket.write(asked.repeat(number))
    await once(socket, 'readable')
    socket.resetAndDestroy()
  }
  await vi.waitFor(async () => {
    const headers = { cookie: `overlap_browser=${secret}` }
    const response = await fetch(new URL(EVENTS, talk.url), { headers })
    await response.body?.cancel()
    expect(response.status).toBe(200)
  }, 10_000)
})
