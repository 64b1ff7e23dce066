/** What one person or one address may take of the page, and what is left for the others. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { WEB } from '../../adapters/web/limits.ts'
import { command } from '../../bot/core/command.ts'
import { OPEN } from './access.ts'
import { openTalk } from './talk.ts'
import { visit } from './visitor.ts'

const TOKEN = 'the right one'
const SUGGESTIONS = '/api/channels/lobby/suggestions'

const held = Promise.withResolvers<void>()
const hold = command({
  name: 'hold',
  summary: 'Answers when it may.',
  options: z.object({}),
  async *answer() {
    await held.promise
    yield { blocks: [], notice: 'held', audience: 'asker', done: true }
  },
})

let talk: Awaited<ReturnType<typeof openTalk>>
let now = 1_000_000
beforeAll(async () => {
  talk = await openTalk([hold], {
    clock: () => now,
    page: { access: { ...OPEN, open: false, visitorToken: TOKEN } },
  })
})
afterAll(async () => {
  await talk.close()
  expect(talk.errors).toEqual([])
})

const enter = (name: string | null) => visit(talk.url, name, { authorization: `Bearer ${TOKEN}` })

test('wrong tokens by others do not keep the right one out', async () => {
  const stranger = await visit(talk.url, null)
  const logIn = (token: string) => {
    const form = new FormData()
    form.set('token', token)
    return stranger.call('POST', '/login', form)
  }
  const statuses = new Set<number>()
  for (let n = 0; n < WEB.logins.burst + 5; n++) statuses.add((await logIn(`wrong ${n}`)).status)
  expect(statuses).toEqual(new Set([303, 429]))
  expect((await logIn(TOKEN)).headers.get('location')).toBe('/')
})

test('suggestions are for people with a name, so many in a minute', async () => {
  const nobody = await enter(null)
  expect((await nobody.call('GET', SUGGESTIONS)).status).toBe(403)
  const mallory = await enter('Mallory')
  const ask = () => mallory.call('GET', `${SUGGESTIONS}?text=${encodeURIComponent('/tips --x ')}`)
  for (let n = 0; n < WEB.suggestions.burst; n++) expect((await ask()).status).toBe(200)
  expect((await ask()).status).toBe(429)
})

test('what the page keeps in memory has one bound, and the oldest goes first', async () => {
  const visitors = await Promise.all(['Ada', 'Barbara', 'Grace'].map((name) => enter(name)))
  const rooms = await Promise.all(visitors.map((visitor) => visitor.enter('me')))
  const content = new Uint8Array(5 * 1024 * 1024)
  const each = Math.ceil(WEB.pageBytes / content.byteLength / visitors.length) + 4
  for (let n = 0; n < each; n++) {
    now += 60_000
    for (const visitor of visitors) {
      const form = new FormData()
      form.set('text', `post ${n}`)
      form.set('file', new File([content], 'big.bin'))
      expect((await visitor.call('POST', '/api/channels/me/posts', form)).status).toBe(201)
    }
  }
  for (const room of rooms) {
    await room.until(() => room.posts().some(({ text }) => text === `post ${each - 1}`))
    expect(room.posts().map(({ text }) => text)).not.toContain('post 0')
    room.leave()
  }
})

test('one person has only so many bytes of files answered at a time', async () => {
  const [mallory, ada] = await Promise.all([enter('Mallory'), enter('Ada')])
  const send = async (visitor: typeof ada) => {
    now += 60_000
    const form = new FormData()
    form.set('text', '/hold')
    form.set('file', new File([new Uint8Array(5 * 1024 * 1024)], 'big.bin'))
    return (await visitor.call('POST', '/api/channels/me/posts', form)).status
  }
  expect([await send(mallory), await send(mallory), await send(mallory)]).toEqual([201, 201, 429])
  expect(await send(ada)).toBe(201)
  const others = await Promise.all(Array.from({ length: 9 }, (_, at) => enter(`Other ${at}`)))
  for (const other of others) for (const _ of [1, 2]) await send(other)
  await ada.say('me', 'What nobody has to wait for')
  held.resolve()
  await expect.poll(() => send(mallory)).toBe(201)
})
