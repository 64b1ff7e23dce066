/** What is wrong with discord.js as it comes. Where a test fails after an update, its patch in `patches.ts` can go. */
import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SimpleIdentifyThrottler } from 'discord.js'
import { afterEach, expect, test, vi } from 'vitest'
import { identifyThrottler } from '../../adapters/discord/patches.ts'
import { type Standin, type StandinOptions, startStandin } from '../standins/discord/standin.ts'
import { connected } from './overlap.ts'

const closings: (() => unknown)[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const close of closings.splice(0).reverse()) await close()
})

/** The library alone, in a process of its own that it may end. */
async function bare(options: StandinOptions = {}) {
  const standin = await startStandin(options)
  const child = spawn(process.execPath, [`${import.meta.dirname}/bare.ts`], {
    env: { PATH: process.env.PATH, API_URL: standin.apiUrl, TOKEN: standin.token },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      said += String(data)
    })
  }
  let code: number | null = null
  const gone = new Promise<void>((resolve) => {
    child.on('close', (status) => {
      code = status
      resolve()
    })
  })
  closings.push(
    standin.close,
    () => gone,
    () => child.kill(),
  )
  await expect.poll(() => said).toMatch(/^ready$/m)
  return { standin, said: () => said, code: () => code }
}

/** One that the library reads; what it does not expect is in its list of channels. */
function tellOfServer({ gateway, guild, world }: Standin): void {
  gateway.dispatch('GUILD_CREATE', { ...guild(), id: world.newId(), channels: [null] })
}

test('guardEvents: an event that the library does not expect ends its process', async () => {
  const { standin, said, code } = await bare()
  tellOfServer(standin)
  await expect.poll(code).toBe(1)
  expect(said()).toMatch(/TypeError.*\n.*ChannelManager/)
})

test('guardEvents: with it, the event is skipped and what comes next is answered', async () => {
  const { standin, member, ready, lines, close } = await connected()
  closings.push(close)
  await ready()
  tellOfServer(standin)
  const ada = member('Ada')
  await ada.answer(await ada.command('echo', { text: 'still there' }))
  expect(lines.join()).toContain('the library did not understand an event')
})

test('checkResumeAddress: told to resume at what is no address, the library ends its process', async () => {
  const { standin, said, code } = await bare({ resumeUrl: 'nowhere at all' })
  standin.gateway.cut()
  const { figures } = standin.gateway
  await expect.poll(() => (figures.resumed > 0 ? 'it lives' : code())).toBe(1)
  expect(said()).toContain('Invalid URL: nowhere at all')
})

test('forgetLostSessions: where a proxy answers with an error, the library tries the same address over and over', async () => {
  let asked = 0
  const proxy = createServer().on('upgrade', (_request, socket) => {
    asked += 1
    socket.end('HTTP/1.1 520 Web Server Returned an Unknown Error\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  closings.push(() => proxy.close())
  const { port } = proxy.address() as AddressInfo
  const { standin } = await bare({ resumeUrl: `ws://127.0.0.1:${port}` })
  standin.gateway.cut()
  const { figures } = standin.gateway
  await expect.poll(() => (figures.identified > 1 ? 'it lives' : asked >= 5)).toBe(true)
})

const CONCURRENCY = { session_start_limit: { max_concurrency: 1 } }
type Manager = Parameters<typeof identifyThrottler>[0]

test.each([
  ['the library lets it identify', new SimpleIdentifyThrottler(1), 'its turn'],
  [
    'identifyThrottler refuses it',
    await identifyThrottler({ fetchGatewayInformation: async () => CONCURRENCY } as Manager),
    'AbortError',
  ],
])(
  'identifyThrottler: a connection that closes while it waits: %s',
  async (_what, throttler, outcome) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await throttler.waitForIdentify(0, new AbortController().signal)
    // Five seconds apart, of which half a second is left.
    vi.setSystemTime(Date.now() + 4500)
    const closing = new AbortController()
    const turn = throttler.waitForIdentify(0, closing.signal)
    await new Promise((resolve) => setImmediate(resolve))
    closing.abort()
    expect(
      await turn.then(
        () => 'its turn',
        ({ name }: Error) => name,
      ),
    ).toBe(outcome)
  },
)
