/** Behind a proxy people are told apart by what it says, and only where it is set up. */
import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import type { Proxies } from '../../adapters/web/client.ts'
import { WEB } from '../../adapters/web/limits.ts'
import { ADMIN_TOKEN, NO_PROXY, OPEN } from './access.ts'
import { openTalk } from './talk.ts'
import { visit } from './visitor.ts'

const header = 'X-Forwarded-For'

async function serve(proxy: Proxies) {
  const talk = await openTalk([], { clock: () => 1_000_000, page: { access: OPEN, proxy } })
  onTestFinished(talk.close)
  /** Whether both are the same to the page: one has used up what its address may try. */
  async function isSame(first: string, second: string): Promise<boolean> {
    const tried = async (value: string) => {
      const headers = { 'x-forwarded-for': value, 'x-real-ip': value }
      const { headers: told } = await call(talk.url, '/login?token=wrong', headers)
      return told.location === '/login?wrong'
    }
    for (let n = 0; n < WEB.logins.burst; n++) expect(await tried(first)).toBe(true)
    return !(await tried(second))
  }
  return { ...talk, isSame }
}

/** With any headers, as `fetch` would not send them. */
async function call(url: string, path: string, headers: Record<string, string>) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number
    headers: Record<string, unknown>
  }>()
  request(new URL(path, url), { headers }, (response) => {
    response.resume()
    resolve({ status: response.statusCode ?? 0, headers: response.headers })
  })
    .on('error', reject)
    .end()
  return promise
}

test.each<[string, Proxies, string, string, boolean]>([
  ['nothing is believed without a proxy', NO_PROXY, '203.0.113.1', '203.0.113.2', true],
  ['people behind one proxy differ', { hops: 1, header }, '203.0.113.1', '203.0.113.2', false],
  [
    'what a client adds is nothing',
    { hops: 1, header },
    '1.1.1.1, 203.0.113.1',
    '203.0.113.1',
    true,
  ],
  [
    'two proxies',
    { hops: 2, header },
    '9.9.9.9, 203.0.113.1, 10.0.0.1',
    '203.0.113.1, 10.0.0.2',
    true,
  ],
  [
    'two proxies, others',
    { hops: 2, header },
    '203.0.113.1, 10.0.0.1',
    '203.0.113.2, 10.0.0.1',
    false,
  ],
  ['fewer hops than set', { hops: 2, header }, '203.0.113.1', '203.0.113.2', true],
  ['no address', { hops: 1, header }, 'unknown', '127.0.0.1', true],
  ['a port', { hops: 1, header }, '203.0.113.1:4711', '203.0.113.1', true],
  ['another header', { hops: 1, header: 'X-Real-IP' }, '203.0.113.1', '203.0.113.2', false],
  ['IPv6 with a port', { hops: 1, header }, '[2001:db8::1]:4711', '2001:db8::1', true],
  ['one IPv6 network', { hops: 1, header }, '2001:db8:0:7::1', '2001:DB8:0:7:ffff::2', true],
  ['two IPv6 networks', { hops: 1, header }, '2001:db8:0:7::1', '2001:db8:0:8::1', false],
  ['IPv4 in IPv6', { hops: 1, header }, '::ffff:203.0.113.1', '203.0.113.1', true],
  ['others in IPv6', { hops: 1, header }, '::ffff:203.0.113.1', '::ffff:203.0.113.2', false],
])('%s', async (_, proxy, first, second, same) => {
  const { isSame, errors } = await serve(proxy)
  expect(await isSame(first, second)).toBe(same)
  expect(errors).toHaveLength(proxy.hops === 0 ? 1 : 0)
})

test.each<[string, number, Record<string, string>, boolean]>([
  ['https at the proxy', 1, { 'x-forwarded-proto': 'https' }, true],
  ['http at the proxy', 1, { 'x-forwarded-proto': 'http' }, false],
  ['no word of it', 1, {}, false],
  ['a proxy that is not set up', 0, { 'x-forwarded-proto': 'https' }, false],
])('cookies with %s', async (_, hops, headers, secure) => {
  const { url } = await serve({ hops, header })
  const visitor = await visit(url, null, headers)
  const login = await visitor.call('GET', `/login?token=${ADMIN_TOKEN}`)
  const name = await visitor.call('POST', '/api/name', { name: 'Ada' })
  const cookies = [login, name].flatMap((each) => each.headers.getSetCookie())
  expect(cookies.map((each) => each.split('=')[0])).toEqual([
    'overlap_session',
    'overlap_browser',
    'overlap_name',
  ])
  expect(cookies.map((each) => /; Secure/.test(each))).toEqual([secure, secure, secure])
})

test('a proxy that is set up may bring its own name, and no other can', async () => {
  const behind = await serve({ hops: 1, header })
  const bare = await serve(NO_PROXY)
  const named = { host: 'overlap.example' }
  expect((await call(behind.url, '/c/lobby', named)).status).toBe(200)
  expect((await call(bare.url, '/c/lobby', named)).status).toBe(403)
})
