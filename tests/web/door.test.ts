import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSite } from './site.ts'
import { visit } from './visitor.ts'

let site: Awaited<ReturnType<typeof openSite>>
beforeAll(async () => {
  site = await openSite()
})
afterAll(async () => {
  await site.close()
  expect(site.errors).toEqual([])
})

/** A request with any headers, as `fetch` would not send them. */
function raw(method: string, path: string, headers: Record<string, string>, body = '') {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>()
  const { hostname, port } = new URL(site.url)
  const call = request({ hostname, port, method, path, headers }, async (response) => {
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk)
    resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() })
  })
  call.on('error', reject)
  call.end(body)
  return promise
}

const host = () => new URL(site.url).host
const JSON_TYPE = { 'content-type': 'application/json' }

describe('other sites are kept out', () => {
  test.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
  ])('a page whose own name %j points here is not answered', async (name) => {
    for (const path of ['/', '/c/lobby', '/api/me', '/page/main.js']) {
      expect((await raw('GET', path, { host: name })).status).toBeGreaterThanOrEqual(400)
    }
  })

  test.each<[string, Record<string, string>]>([
    ['no origin', {}],
    ['another origin', { origin: 'http://evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['the null origin', { origin: 'null' }],
  ])('what changes something is refused from %s', async (_, headers) => {
    const sent = { host: host(), ...JSON_TYPE, ...headers }
    expect((await raw('POST', '/api/name', sent, '{"name":"x"}')).status).toBe(403)
  })

  test('another site cannot even read', async () => {
    const headers = { host: host(), 'sec-fetch-site': 'cross-site' }
    expect((await raw('GET', '/api/me', headers)).status).toBe(403)
  })

  test('every answer carries the strict headers', async () => {
    const visitor = await visit(site.url, null)
    for (const path of ['/c/lobby', '/api/me', '/page/main.js', '/nowhere', '/healthz']) {
      const { headers } = await visitor.call('GET', path)
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
      expect(headers.get('content-security-policy')).not.toContain('unsafe')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  test('the cookies are for this page only and out of reach of scripts', async () => {
    const visitor = await visit(site.url, null)
    const { headers } = await visitor.call('POST', '/api/name', { name: 'Ada' })
    expect(headers.getSetCookie()).toHaveLength(2)
    for (const each of headers.getSetCookie()) {
      expect(each).toContain('HttpOnly')
      expect(each).toContain('SameSite=Strict')
    }
  })

  test('the secret of a browser is in no answer', async () => {
    const visitor = await visit(site.url, 'Ada')
    const response = await visitor.call('GET', '/api/me')
    const { id } = (await response.json()) as { id: string }
    expect(id).toMatch(/^[\da-f]{16}$/)
    expect(response.headers.getSetCookie()).toEqual([])
  })
})

describe('bad input is answered in words', () => {
  const form = (fields: Record<string, string>) => {
    const data = new FormData()
    for (const [name, value] of Object.entries(fields)) data.set(name, value)
    return data
  }
  const many = new FormData()
  for (let each = 0; each < 11; each++) many.append('file', new File(['x'], `${each}.txt`))

  test.each<[string, string, string, unknown, number]>([
    ['an empty message', 'POST', 'channels/lobby/posts', form({ text: '  ' }), 400],
    ['a message that is no form', 'POST', 'channels/lobby/posts', { text: 'x' }, 400],
    ['too many files', 'POST', 'channels/lobby/posts', many, 400],
    ['a channel that is not there', 'POST', 'channels/nowhere/posts', form({ text: 'x' }), 404],
    ['a message that is gone', 'PUT', 'channels/lobby/posts/x', { text: 'x' }, 400],
    ['an edit without text', 'PUT', 'channels/lobby/posts/x', {}, 400],
    ['an edit with a number', 'PUT', 'channels/lobby/posts/x', { text: 3 }, 400],
    ['an answer that is gone', 'DELETE', 'channels/lobby/answers/x', undefined, 400],
    ['a press of nothing', 'POST', 'channels/lobby/answers/x/act', { block: 0 }, 400],
    ['a press of half a button', 'POST', 'channels/lobby/answers/x/act', { block: 0.5 }, 400],
    ['a name of spaces', 'POST', 'name', { name: '   ' }, 400],
    ['a name of hidden characters', 'POST', 'name', { name: 'a\u202eb' }, 400],
    ['the tutor’s own name', 'POST', 'name', { name: 'overlap' }, 400],
    ['a name that is no text', 'POST', 'name', { name: ['x'] }, 400],
    ['a page that is not there', 'GET', 'nowhere', undefined, 404],
    ['a file that is not there', 'GET', 'channels/lobby/answers/x/blocks/0', undefined, 404],
    ['a strange file', 'GET', 'channels/lobby/answers/x/blocks/__proto__', undefined, 404],
  ])('%s', async (_, method, path, body, status) => {
    const visitor = await visit(site.url, 'Ada')
    const response = await visitor.call(method, `/api/${path}`, body)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^[A-Z].*\.$/) })
  })

  test.each<[string, string, Record<string, string>]>([
    ['broken JSON', '{"name":', JSON_TYPE],
    ['no JSON at all', '', JSON_TYPE],
    ['a list instead of an object', '[]', JSON_TYPE],
    ['deep JSON', '['.repeat(50_000), JSON_TYPE],
  ])('%s', async (_, body, headers) => {
    const sent = { host: host(), origin: `http://${host()}`, ...headers }
    expect((await raw('POST', '/api/name', sent, body)).status).toBe(400)
  })

  test.each(['multipart/form-data', 'multipart/form-data; boundary=x', 'text/plain'])(
    'a broken form of type %s',
    async (type) => {
      const visitor = await visit(site.url, 'Ada')
      const response = await visitor.call(
        'POST',
        '/api/channels/lobby/posts',
        { x: 1 },
        { 'content-type': type },
      )
      expect(response.status).toBe(400)
    },
  )

  test.each(['/c/%E0%A4%A', '/page/..%2fserver.ts', '/page/%00', '/c/constructor', '/%'])(
    'the address %s',
    async (path) => {
      expect((await raw('GET', path, { host: host() })).status).toBeLessThan(500)
    },
  )

  test('what is too big is refused without being kept', async () => {
    const visitor = await visit(site.url, 'Ada')
    const files = [new File([new Uint8Array(7 * 1024 ** 2)], 'big.bin')]
    await expect(visitor.say('lobby', 'x', { files })).rejects.toThrow('too big')
  })

  test('nobody posts without a name', async () => {
    const visitor = await visit(site.url, null)
    await expect(visitor.say('lobby', 'x')).rejects.toThrow('Choose a name first.')
  })

  test('one browser cannot flood the page', async () => {
    const visitor = await visit(site.url, 'Ada')
    const sent = Array.from({ length: 40 }, () => visitor.say('study-group', 'hello'))
    const results = await Promise.allSettled(sent)
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(33)
  })
})
