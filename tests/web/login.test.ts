/** How people come in: by the link that `npm start` prints, or by a token in the form. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Access } from '../../adapters/web/access.ts'
import { ADMIN_TOKEN } from './access.ts'
import { type Browsers, openBrowser, pictured } from './browser.ts'
import { openTalk } from './talk.ts'
import { visit } from './visitor.ts'

const TOKEN = 'correct horse battery'
const ACCESS: Access = { adminToken: ADMIN_TOKEN, visitorToken: TOKEN, open: false }

let talk: Awaited<ReturnType<typeof openTalk>>
let browsers: Browsers
beforeAll(async () => {
  ;[talk, browsers] = await Promise.all([
    openTalk([], { page: { access: ACCESS, host: '0.0.0.0' } }),
    openBrowser(),
  ])
})
afterEach(async () => {
  await browsers.leave()
})
afterAll(async () => {
  await Promise.all([talk.close(), browsers.close()])
  expect(talk.errors).toEqual([])
  expect(browsers.complaints).toEqual([])
})

test('strangers get the login page and nothing else', async () => {
  const stranger = await visit(talk.url, null)
  expect((await stranger.call('GET', '/api/me')).status).toBe(401)
  expect((await stranger.call('GET', '/c/lobby')).headers.get('location')).toBe('/login')
  expect((await stranger.call('GET', '/healthz')).status).toBe(200)
  expect(await (await stranger.call('GET', '/login')).text()).toContain(
    'open the link that it printed in the terminal',
  )
})

test.each([
  ['visitor', TOKEN, false],
  ['admin', ADMIN_TOKEN, true],
])('a form with a %s’s token makes a session', async (_, token, admin) => {
  const visitor = await visit(talk.url, null)
  const logIn = (given: string) => {
    const form = new FormData()
    form.set('token', given)
    return visitor.call('POST', '/login', form)
  }
  expect((await logIn('wrong')).headers.get('location')).toBe('/login?wrong')
  expect((await logIn('')).headers.get('location')).toBe('/login?wrong')
  expect((await visitor.call('GET', '/api/me')).status).toBe(401)
  expect((await logIn(` ${token}\n`)).headers.get('location')).toBe('/')
  expect(await (await visitor.call('GET', '/api/me')).json()).toMatchObject({ admin })
  const other = await visit(talk.url, null)
  const form = new FormData()
  form.set('token', talk.page.loginLink(token))
  expect((await other.call('POST', '/login', form)).headers.get('location')).toBe('/')
})

test('the link’s token goes no further than the link', async () => {
  const visitor = await visit(talk.url, null)
  const response = await visitor.call('GET', talk.page.loginLink(ADMIN_TOKEN))
  expect(response.status).toBe(303)
  expect(response.headers.get('location')).toBe('/')
  expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^overlap_session=[\da-f]{64}; .*HttpOnly; SameSite=Strict$/),
  ])
  expect(JSON.stringify([...response.headers])).not.toContain(ADMIN_TOKEN)
  expect((await visitor.call('GET', '/api/me')).status).toBe(200)
  const wrong = await visit(talk.url, null)
  const refused = await wrong.call('GET', talk.page.loginLink('wrong'))
  expect([refused.status, refused.headers.get('location')]).toEqual([303, '/login?wrong'])
  expect(refused.headers.getSetCookie()).toEqual([])
})

test('a link with the visitors’ token makes no visitor of an admin', async () => {
  const admin = await visit(talk.url, null)
  await admin.call('GET', talk.page.loginLink(ADMIN_TOKEN))
  expect((await admin.call('GET', talk.page.loginLink(TOKEN))).status).toBe(303)
  expect(await (await admin.call('GET', '/api/me')).json()).toMatchObject({ admin: true })
})

test('a page elsewhere can link to the page, but not fetch or embed it', async () => {
  const visitor = await visit(talk.url, null)
  const site = { 'sec-fetch-site': 'cross-site' }
  const link = talk.page.loginLink(TOKEN)
  for (const dest of ['empty', 'image', 'script', 'iframe']) {
    const more = { ...site, 'sec-fetch-dest': dest }
    const response = await visitor.call('GET', link, undefined, more)
    expect([response.status, response.headers.getSetCookie()]).toEqual([403, []])
  }
  const pressed = { ...site, 'sec-fetch-dest': 'document' }
  expect((await visitor.call('GET', link, undefined, pressed)).status).toBe(303)
})

test('in a browser the link logs in, and no request or address after it has the token', async () => {
  const page = await browsers.open('about:blank')
  const later: string[] = []
  page.on('request', (request) => {
    if (!request.url().includes('/login?token'))
      later.push(request.url(), JSON.stringify(request.headers()))
  })
  await page.goto(talk.page.loginLink(ADMIN_TOKEN))
  await page.getByText('What should we call you?').waitFor()
  await pictured(page, 'first-page')
  expect(await page.getByTitle("The admin's desk").isVisible()).toBe(true)
  expect(new URL(page.url()).pathname).toBe('/c/lobby')
  expect(await page.evaluate(() => document.referrer)).toBe('')
  expect(later.length).toBeGreaterThan(5)
  expect(later.join()).not.toContain(ADMIN_TOKEN)
  await page.goBack()
  expect(page.url()).toBe('about:blank')
})

test('a link on another site leads in as well', async () => {
  const link = talk.page.loginLink(TOKEN)
  const elsewhere = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html')
    response.end(`<a href="${link}">Log in</a> <a href="${talk.url}c/study-group">Go there</a>`)
  })
  onTestFinished(() => void elsewhere.close())
  await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening))
  const { port } = elsewhere.address() as AddressInfo
  const page = await browsers.open(`http://localhost:${port}/`)
  for (const name of ['Log in', 'Go there']) {
    await page.goto(`http://localhost:${port}/`)
    await page.getByRole('link', { name }).click()
    await page.getByText('What should we call you?').waitFor()
  }
})

test.each([
  ['login', 1100],
  ['login-phone', 380],
] as const)('the login page (%s) says where the link is', async (name, width) => {
  const page = await browsers.open(talk.url, { width })
  await page.getByText('open the link that it printed in the terminal').waitFor()
  await pictured(page, name)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  await page.getByLabel('Token').fill('wrong')
  await page.keyboard.press('Enter')
  await page.getByText('That’s not the right token.').waitFor()
  await pictured(page, `${name}-wrong`)
  await page.getByLabel('Token').fill(TOKEN)
  await page.keyboard.press('Enter')
  await page.getByText('What should we call you?').waitFor()
  await pictured(page, `${name}-first-page`)
  expect(await page.getByTitle("The admin's desk").isVisible()).toBe(false)
})
