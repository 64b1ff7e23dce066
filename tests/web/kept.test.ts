/** What the page keeps in memory, and what is being sent to it, has bounds that identities do not multiply. */
import { once } from 'node:events'
import { request } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { limitConnections } from '../../adapters/web/connections.ts'
import { WEB } from '../../adapters/web/limits.ts'
import { createPlaces } from '../../adapters/web/places.ts'
import { createRooms, directChannel } from '../../adapters/web/rooms.ts'
import { answerEntry } from '../../adapters/web/view.ts'
import type { Message } from '../../bot/core/message.ts'
import { openTalk } from './talk.ts'
import { visit } from './visitor.ts'

const MIB = 1024 ** 2
const IDENTITIES = 12

/** Answers with a picture, a file, and a button that carries the program. */
const ANSWER: Message = {
  blocks: [
    { kind: 'picture', svg: `<svg>${' '.repeat(100_000)}</svg>`, alt: 'timeline' },
    { kind: 'file', name: 'out.bin', content: new Uint8Array(MIB) },
    {
      kind: 'choices',
      choices: [
        { label: 'Race', action: { command: 'race', options: { code: '#'.repeat(200_000) } } },
      ],
    },
  ],
  notice: 'done',
  audience: 'everyone',
  done: true,
}

test('twelve identities that post as fast as they can take no more memory than one, and the oldest goes first', async () => {
  let [id, now] = [0, 0]
  const rooms = createRooms({
    tutor: {
      commands: new Map(),
      async *handle() {
        yield ANSWER
      },
      forget: async () => {},
      complete: async () => [],
    },
    clock: () => now++,
    log: { info() {}, warn() {}, error() {} },
    newId: () => `${id++}`,
    epoch: 'e',
  })
  const people = Array.from({ length: IDENTITIES }, (_, at) => `person${at}`)
  const channels = ['lobby', 'study-group', ...people.map(directChannel)]
  const kept = () => channels.reduce((sum, each) => sum + (rooms.at(each)?.feed.bytes() ?? 0), 0)
  const content = new Uint8Array(2 * MIB)
  const first = new Map<string, string | undefined>()
  for (let turn = 0; turn < 12; turn++) {
    for (const person of people) {
      const author = { platform: 'web', workspace: 'local', id: person, name: person, admin: false }
      const draft = { text: 'look', outright: false, attachments: [{ name: 'a.bin', content }] }
      for (const channel of ['lobby', directChannel(person)]) {
        const post = await rooms.at(channel)?.post(author, draft, 'an address')
        if (!first.has(channel)) first.set(channel, post?.id)
        expect(kept()).toBeLessThanOrEqual(WEB.pageBytes)
      }
    }
  }
  await expect.poll(kept).toBeGreaterThan(WEB.pageBytes / 2)
  expect(kept()).toBeLessThanOrEqual(WEB.pageBytes)
  for (const [channel, post] of first) {
    const views = rooms.at(channel)?.feed.since(undefined, 'nobody')?.entries ?? []
    const ids = views.map((each) => JSON.parse(Buffer.from(each).toString()).id)
    expect(ids).not.toContain(post)
  }
})

test('all of an answer counts, also what a button carries', async () => {
  const code = '#'.repeat(200_000)
  const carried: Message = {
    ...ANSWER,
    blocks: [
      {
        kind: 'choices',
        choices: [{ label: 'Go', action: { command: 'run', options: { code } } }],
      },
      { kind: 'facts', facts: [{ label: 'Said', value: code }] },
      { kind: 'markdown', text: 'a'.repeat(200_000) },
    ],
  }
  const answer = { id: 'a', post: null, order: 0, at: 0, asker: null }
  const { bytes, view } = await answerEntry(answer, carried, '/')
  expect(bytes).toBeGreaterThan(2 * 3 * 200_000 + view.byteLength)
})

test('two addresses that take all they can get leave places for others', () => {
  const places = createPlaces({ all: 1200, address: 600, person: 12 })
  const taken = (address: string) => {
    let number = 0
    while (places.take(address, { person: `${address} ${number}` })) number++
    return number
  }
  expect(taken('one')).toBe(600)
  expect([taken('two'), taken('three')]).toEqual([300, 150])
  expect(places.take('four')).not.toBeNull()
})

test('connections beyond those of one address are closed, and others are let in', async () => {
  const server = createServer((socket) => void socket.on('error', () => {}))
  limitConnections(server, { all: 8, address: 4 })
  server.on('connection', (socket) => socket.destroyed || socket.write('welcome'))
  server.listen(0, '0.0.0.0')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const connected = async (localAddress: string) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress })
    onTestFinished(() => void socket.destroy())
    const isLetIn = await new Promise<boolean>((resolve) => {
      socket.on('data', () => resolve(true)).on('close', () => resolve(false))
      socket.on('error', () => {})
    })
    return { socket, isLetIn }
  }
  const tried = await Promise.all(Array.from({ length: 6 }, () => connected('127.0.0.2')))
  expect(tried.filter(({ isLetIn }) => isLetIn)).toHaveLength(4)
  expect(await connected('127.0.0.3')).toMatchObject({ isLetIn: true })
  for (const { socket } of tried) socket.destroy()
  await expect.poll(async () => (await connected('127.0.0.2')).isLetIn).toBe(true)
})

test('a body that does not say its length is refused before anything of it is kept', async () => {
  const { url, close } = await openTalk([])
  onTestFinished(close)
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const headers = { origin: new URL(url).origin, 'transfer-encoding': 'chunked' }
  const call = request(new URL('/api/channels/lobby/posts', url), { method: 'POST', headers })
  call.on('response', ({ statusCode = 0 }) => resolve(statusCode)).on('error', reject)
  call.write('x')
  // It is answered before the end.
  expect(await promise).toBe(411)
  call.destroy()
})

test('bodies that are never sent whole leave room for others, and messages are let in at any time', async () => {
  const { url, close } = await openTalk([])
  onTestFinished(close)
  const origin = new URL(url).origin
  const statuses: number[] = []
  const calls = Array.from({ length: 12 }, () => {
    const headers = {
      origin,
      cookie: 'overlap_name=Mallory',
      'content-length': `${WEB.bodyBytes}`,
      'content-type': 'multipart/form-data; boundary=x',
    }
    const call = request(new URL('/api/channels/lobby/posts', url), { method: 'POST', headers })
    call.on('response', ({ statusCode = 0 }) => statuses.push(statusCode)).on('error', () => {})
    call.write('--x\r\n')
    return call
  })
  await expect.poll(() => statuses).toEqual(Array(4).fill(429))
  const ada = await visit(url, 'Ada')
  await ada.say('lobby', 'hello')
  for (const call of calls) call.destroy()
  const big = { files: [new File([new Uint8Array(5 * MIB)], 'big.bin')] }
  await expect
    .poll(() => ada.say('lobby', 'look', big).catch(String), { timeout: 10_000 })
    .not.toContain('not posted')
})
