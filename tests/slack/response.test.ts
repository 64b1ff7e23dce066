/** A `response_url`: five uses in 30 minutes, and calls that are made again as any other. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { classify } from '../../adapters/slack/calls.ts'
import { createResponses } from '../../adapters/slack/response.ts'
import { ChannelClosedError, PlatformUnavailableError } from '../../bot/core/platform.ts'
import { createAttempts, usual } from '../../bot/delivery/attempts.ts'
import { MONOTONIC } from '../../bot/delivery/scheduler.ts'

const MINUTE = 60_000
const SAID = { text: 'hello', blocks: [], visibility: 'ephemeral', replaces: false } as const

/** What Slack answers next, and how often it was asked. */
let answers: { status: number; body: string; headers?: Record<string, string> }[]
let asked: number
let now: number
let url: string
let close: () => Promise<void>

beforeEach(async () => {
  answers = []
  ;[asked, now] = [0, 0]
  const server = createServer((_, response) => {
    asked += 1
    const { status, body, headers } = answers.shift() ?? { status: 200, body: 'ok' }
    if (status === 0) response.destroy()
    else response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  url = `http://127.0.0.1:${port}/respond`
  close = async () => {
    server.closeAllConnections()
    await new Promise<void>((closed) => server.close(() => closed()))
    close = async () => {}
  }
})
afterEach(() => close())

function sending() {
  const { signal } = new AbortController()
  const calling = usual(createAttempts(MONOTONIC, signal, classify), signal)
  const responses = createResponses(() => now)
  return (to = url) => responses.send({ ...calling, team: 'T1' }, to, SAID)
}

test('it is used five times, whatever for, and then nobody asks Slack', async () => {
  const send = sending()
  for (let use = 0; use < 5; use++) await send()
  await expect(send()).rejects.toThrow(ChannelClosedError)
  expect(asked).toBe(5)
  await send(`${url}/another`)
  expect(asked).toBe(6)
})

test('half an hour after its first use it is over', async () => {
  const send = sending()
  await send()
  now += 31 * MINUTE
  await expect(send()).rejects.toThrow(ChannelClosedError)
  expect(asked).toBe(1)
})

test('told to wait, it is called again then', async () => {
  answers.push({ status: 429, body: '', headers: { 'Retry-After': '1' } })
  const began = performance.now()
  await sending()()
  expect(performance.now() - began).toBeGreaterThanOrEqual(1000)
  expect(asked).toBe(2)
})

test.each([
  ['a URL that Slack does not know', { status: 404, body: 'used_url' }, ChannelClosedError],
  ['a refusal in the body', { status: 200, body: '{"ok":false}' }, ChannelClosedError],
  ['an answer that may have come too late', { status: 500, body: '' }, PlatformUnavailableError],
  ['a connection that breaks', { status: 0, body: '' }, PlatformUnavailableError],
])('%s is not asked twice', async (_, answer, Thrown) => {
  answers.push(answer)
  await expect(sending()()).rejects.toThrow(Thrown)
  expect(asked).toBe(1)
})

test('where nobody answers for some seconds, the answer is given in another way', async () => {
  await close()
  await expect(sending()()).rejects.toThrow(ChannelClosedError)
  expect(asked).toBe(0)
})
