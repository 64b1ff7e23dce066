/** Who reaches the page through a proxy on the same machine is a stranger. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProgram } from '../scenarios/program.ts'
import { visit } from '../web/visitor.ts'

let program: Awaited<ReturnType<typeof startProgram>>
beforeAll(async () => {
  program = await startProgram()
})
afterAll(async () => {
  await program.close()
  expect(program.bugs).toEqual([])
})

test.each<[string, string]>([
  ['x-forwarded-for', '203.0.113.7'],
  ['X-Forwarded-Host', 'overlap.example'],
  ['x-forwarded-proto', 'https'],
  ['x-real-ip', '203.0.113.7'],
  ['forwarded', 'for=203.0.113.7'],
  ['via', '1.1 proxy'],
])('a request with %s is no admin’s', async (header, value) => {
  const stranger = await visit(program.url, 'Mallory', { [header]: value })
  for (const path of [
    '/admin',
    '/metrics',
    '/api/admin/panels/x',
    '/api/admin/panels/x/blocks/0',
  ]) {
    expect([path, (await stranger.call('GET', path)).status]).toEqual([path, 403])
  }
  expect((await stranger.call('POST', '/api/admin/panels/x/act', { block: 0 })).status).toBe(403)
  expect(await (await stranger.call('GET', '/api/me')).json()).toMatchObject({ admin: false })
  const lobby = await stranger.enter('lobby')
  const post = await stranger.say('lobby', '/settings model off')
  expect((await lobby.answer(post)).html).toContain('Only admins')
  lobby.leave()
})

test('on the machine itself it is an admin’s', async () => {
  const owner = await visit(program.url, 'Ada')
  expect((await owner.call('GET', '/admin')).status).toBe(200)
  expect((await owner.call('GET', '/metrics')).status).toBe(200)
  expect(await (await owner.call('GET', '/api/me')).json()).toMatchObject({ admin: true })
})
