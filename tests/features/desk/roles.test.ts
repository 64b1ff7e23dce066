/** Who may come in and who is an admin, for each way to set the page up: the table of docs/operate.md. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Environment } from '../../../bot/config.ts'
import { startProgram } from '../../scenarios/program.ts'
import { ADMIN } from '../../web/access.ts'
import { visit } from '../../web/visitor.ts'

const TOKEN = 'the-secret-of-the-group'
const VISITOR = { authorization: `Bearer ${TOKEN}` }
const WRONG = { authorization: 'Bearer of-good-news-but-no-token' }

let program: Awaited<ReturnType<typeof startProgram>>
afterEach(async () => {
  await program.close()
  expect(program.bugs).toEqual([])
})

const ADMINS_ONLY = ['/admin', '/metrics', '/api/admin/panels/x', '/api/admin/panels/x/blocks/0']
const PAGES = ['/c/lobby', '/api/me', '/api/channels/lobby/suggestions']

/** What comes of each path, in words. */
async function outcomes(headers: Record<string, string>, paths: readonly string[]) {
  const visitor = await visit(program.url, 'Ada', headers)
  return Promise.all(
    paths.map(async (path) => {
      const { status, headers } = await visitor.call('GET', path)
      return headers.get('location') ?? status
    }),
  )
}

const LET_IN = [200, 200, 200]
const TO_LOGIN = ['/login', 401, 401]
const DESK = [200, 200, 400, 400]
const NO_DESK = ['/login?admin', 403, 403, 403]
const NO_DESK_NOR_PAGE = ['/login?admin', 401, 401, 401]

describe.each<[string, Environment, readonly unknown[], readonly unknown[]]>([
  ['open to visitors', {}, LET_IN, NO_DESK],
  ['with a visitors’ token', { OVERLAP_WEB_TOKEN: TOKEN }, TO_LOGIN, NO_DESK_NOR_PAGE],
  ['for admins alone', {}, TO_LOGIN, NO_DESK_NOR_PAGE],
])('a page %s', (how, environment, page, desk) => {
  test('lets in whom it should', async () => {
    const open = how === 'open to visitors' ? 'yes' : 'no'
    program = await startProgram({ ...environment, OVERLAP_WEB_OPEN: open })
    for (const headers of [{}, WRONG]) {
      expect(await outcomes(headers, PAGES)).toEqual(page)
      expect(await outcomes(headers, ADMINS_ONLY)).toEqual(desk)
    }
    const isVisitor = open === 'yes' || environment.OVERLAP_WEB_TOKEN
    expect(await outcomes(VISITOR, PAGES)).toEqual(isVisitor ? LET_IN : TO_LOGIN)
    expect(await outcomes(VISITOR, ADMINS_ONLY)).toEqual(isVisitor ? NO_DESK : NO_DESK_NOR_PAGE)
    expect(await outcomes(ADMIN, PAGES)).toEqual(LET_IN)
    expect(await outcomes(ADMIN, ADMINS_ONLY)).toEqual(DESK)
    expect(await outcomes({}, ['/healthz', '/readyz', '/page/main.js'])).toEqual(LET_IN)
  })
})

test.each<[string, string]>([
  ['x-forwarded-for', '127.0.0.1'],
  ['X-Forwarded-Host', 'localhost'],
  ['x-real-ip', '127.0.0.1'],
  ['forwarded', 'for=127.0.0.1'],
  ['via', '1.1 proxy'],
])('with %s, and without, a request from this machine is no admin’s', async (header, value) => {
  program = await startProgram()
  for (const headers of [{}, { [header]: value }]) {
    const stranger = await visit(program.url, 'Mallory', headers)
    expect((await stranger.call('GET', '/admin')).headers.get('location')).toBe('/login?admin')
    expect((await stranger.call('POST', '/api/admin/panels/x/act', { block: 0 })).status).toBe(403)
    expect(await (await stranger.call('GET', '/api/me')).json()).toMatchObject({ admin: false })
    const lobby = await stranger.enter('lobby')
    const post = await stranger.say('lobby', '/settings model off')
    expect((await lobby.answer(post)).html).toContain('Only admins')
    lobby.leave()
  }
})

test('an admin’s tips are posted while they are one, and no longer once they act as a visitor', async () => {
  program = await startProgram()
  const ada = await visit(program.url, 'Ada')
  const lobby = await ada.enter('lobby')
  const form = new FormData()
  const soon = new Date(Date.now() + 3_600_000).toISOString().slice(11, 16)
  form.set('text', `/tips schedule ${soon} UTC daily`)
  const { id } = (await (
    await ada.call('POST', '/api/channels/lobby/posts', form, ADMIN)
  ).json()) as { id: string }
  expect((await lobby.answer(id)).html).not.toContain('Only admins')
  const tips = () => lobby.answers().filter(({ post }) => post === null)
  program.advance(3_700_000)
  await lobby.until(() => tips().length === 1)
  await ada.say('lobby', 'hello')
  const alone = await ada.enter('me')
  program.advance(24 * 3_600_000)
  await alone.until(() => alone.answers().some(({ html }) => html.includes('paused')))
  expect(tips()).toHaveLength(1)
  for (const room of [lobby, alone]) room.leave()
})
