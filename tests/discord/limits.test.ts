/** Discord's rate limits, as the stand-in holds the adapter's own client to them. */
import { afterEach, expect, test } from 'vitest'
import { discordApi } from '../../adapters/discord/api.ts'
import { type Standin, type StandinOptions, startStandin } from '../standins/discord/standin.ts'

let standin: Standin
afterEach(() => standin.close())

async function start(options: StandinOptions = {}) {
  standin = await startStandin(options)
  const { apiUrl, token, world } = standin
  const api = discordApi({ apiUrl, token }, new AbortController().signal)
  const post = (text: string) =>
    api.post(world.general.id, {
      body: { flags: 1 << 15, components: [{ type: 10, content: text }] },
      files: [],
    })
  return { api, post, world }
}

/** As a client that heeds nothing. */
function call(method: string, path: string, authorization = `Bot ${standin.token}`) {
  return fetch(`${standin.apiUrl}/v10${path}`, { method, headers: { authorization } })
}

test('a channel takes five messages in five seconds; the client waits for the sixth, and is not refused', async () => {
  const { post, world } = await start()
  const began = performance.now()
  await Promise.all(['1', '2', '3', '4', '5', '6'].map(post))
  expect(performance.now() - began).toBeGreaterThanOrEqual(4900)
  expect(world.messages.size).toBe(6)
  expect(standin.limits.figures.user).toBe(0)
})

test('who asks for more than 50 things a second is told how long to wait, for whatever it asks', async () => {
  await start()
  const answers = await Promise.all(Array.from({ length: 60 }, () => call('GET', '/users/@me')))
  const refused = answers.find(({ status }) => status === 429)
  expect(refused?.headers.get('x-ratelimit-global')).toBe('true')
  expect(refused?.headers.get('x-ratelimit-scope')).toBe('global')
  expect(refused?.headers.get('retry-after')).toBe('1')
  const body: unknown = await refused?.json()
  expect(body).toEqual({
    message: 'You are being rate limited.',
    retry_after: expect.any(Number),
    global: true,
  })
})

test.each(['user', 'global', 'shared'] as const)(
  'a call that is refused with the scope %s is made again in time',
  async (scope) => {
    const { post, world } = await start()
    standin.limits.refuseOnce(/^POST \/channels/, 1, scope)
    await post('late')
    expect(standin.limits.figures[scope]).toBe(1)
    expect(world.messages.size).toBe(1)
  },
)

test('who is refused too often is shut out; what others used up does not count', async () => {
  await start({ rates: { invalid: { most: 3, perMs: 60_000 } } })
  standin.limits.refuseOnce(/GET/, 1, 'shared')
  const statuses: number[] = []
  const tokens = [undefined, 'wrong', 'wrong', 'wrong', undefined]
  for (const token of tokens) statuses.push((await call('GET', '/users/@me', token)).status)
  expect(statuses).toEqual([429, 401, 401, 401, 429])
  const last = await call('GET', '/users/@me')
  expect(await last.text()).toBe('error code: 1015')
})
