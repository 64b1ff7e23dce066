import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { folder, output, overlap } from './overlap.ts'

const ADA = `overlap_browser=${'a'.repeat(32)}; overlap_name=Ada`

test('it prints one link that logs in as an admin, needs no token for its health, and ends on SIGTERM', async () => {
  const { running, url, link, headers } = await serve()
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/login\?token=[\w-]{43}$/)
  expect(await (await fetch(`${url}healthz`)).text()).toBe('ok')
  expect((await fetch(`${url}readyz`)).status).not.toBe(401)
  expect((await fetch(`${url}api/me`)).status).toBe(401)
  expect((await fetch(`${url}admin`, { headers })).status).toBe(200)
  running.kill('SIGTERM')
  const { stdout, exitCode } = await running
  expect(exitCode).toBe(0)
  expect(stdout.match(/http:/g)).toHaveLength(1)
})

test('the token is kept for its owner alone, stays the same, and reaches no log', async () => {
  const env = { OVERLAP_DATA_DIR: folder(), OVERLAP_LOG_LEVEL: 'trace' }
  const file = join(env.OVERLAP_DATA_DIR, 'admin-token')
  const links: string[] = []
  for (let start = 0; start < 2; start++) {
    const { running, url, link } = await serve(env)
    links.push(new URL(link).search)
    const token = readFileSync(file, 'utf8').trim()
    expect(new URL(link).searchParams.get('token')).toBe(token)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await fetch(`${url}login?token=${token}`, { redirect: 'manual' })
    await fetch(`${url}login?token=${token}x`, { redirect: 'manual' })
    running.kill('SIGTERM')
    expect((await running).stderr).not.toContain(token)
    chmodSync(file, 0o644)
  }
  expect(links[0]).toBe(links[1])
})

test('a token that was chosen is not shown, and none is made', async () => {
  const env = { OVERLAP_DATA_DIR: folder(), OVERLAP_ADMIN_TOKEN: 'a secret of a good length' }
  const { running, url, link } = await serve(env)
  expect(link).toBe(url)
  const headers = { authorization: `Bearer ${env.OVERLAP_ADMIN_TOKEN}` }
  expect((await fetch(`${url}admin`, { headers })).status).toBe(200)
  running.kill('SIGTERM')
  const { stdout } = await running
  expect(stdout).toContain(url)
  expect(stdout).not.toContain(env.OVERLAP_ADMIN_TOKEN)
  expect(readdirSync(env.OVERLAP_DATA_DIR)).not.toContain('admin-token')
})

test('a token that cannot be used is named with what fixes it', async () => {
  const env = { OVERLAP_DATA_DIR: folder(), OVERLAP_WEB_PORT: '0' }
  const file = join(env.OVERLAP_DATA_DIR, 'admin-token')
  writeFileSync(file, 'short\n')
  const { stderr, exitCode } = await overlap(['serve'], env)
  expect(stderr).toBe(
    `overlap: ${file} has no token in it; delete it, or set OVERLAP_ADMIN_TOKEN\n`,
  )
  expect(exitCode).toBe(78)
})

test('the token of the link is not taken for that of visitors, who would all be admins', async () => {
  const token = 'a secret of a good length'
  const env = { OVERLAP_DATA_DIR: folder(), OVERLAP_WEB_PORT: '0', OVERLAP_WEB_TOKEN: token }
  writeFileSync(join(env.OVERLAP_DATA_DIR, 'admin-token'), `${token}\n`)
  const { stderr, exitCode } = await overlap(['serve'], env)
  expect(stderr).toBe(
    'overlap: OVERLAP_WEB_TOKEN is the same as the token in the admin link, so every visitor would be an admin; set it to a different value\n',
  )
  expect(exitCode).toBe(78)
})

test('SIGTERM lets a run finish and be answered', async () => {
  const { running, url, headers } = await serve()
  const events = await fetch(`${url}api/channels/lobby/events`, { headers })
  await post(url, headers, 'import time\ntime.sleep(1)\nprint("finished", 6 * 7)')
  const seen = await textOf(events, /Running/, () => running.kill('SIGTERM'))
  expect(seen).toContain('finished 42')
  expect((await running).exitCode).toBe(0)
})

test('a Ctrl-C that comes twice, from the terminal and from npm, lets a run finish too', async () => {
  const { running, url, headers } = await serve()
  const events = await fetch(`${url}api/channels/lobby/events`, { headers })
  await post(url, headers, 'import time\ntime.sleep(1)\nprint("finished", 6 * 7)')
  const stop = () => {
    running.kill('SIGINT')
    running.kill('SIGINT')
  }
  expect(await textOf(events, /Running/, stop)).toContain('finished 42')
  expect((await running).exitCode).toBe(0)
})

test('without a jail it serves all the same, advises from the source and says why to the operator', async () => {
  const { running, url, headers } = await serve({ OVERLAP_PYTHON: '/nowhere/python3' })
  const events = await fetch(`${url}api/channels/lobby/events`, { headers })
  await post(url, headers, 'import asyncio\nasyncio.sleep(1)')
  const seen = await textOf(events, /"done":true/, () => running.kill('SIGINT'))
  expect(seen).toMatch(/overlap doctor.*never awaited/s)
  expect(seen).not.toContain('/nowhere')
  const { stderr, exitCode } = await running
  expect(stderr).toContain('/nowhere/python3')
  expect(exitCode).toBe(0)
})

test('a port that is taken is named', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await new Promise((listening) => other.once('listening', listening))
  const { port } = other.address() as AddressInfo
  const { stderr, exitCode } = await overlap(['serve'], { OVERLAP_WEB_PORT: String(port) })
  expect(stderr).toBe(`overlap: Port ${port} is taken. Set OVERLAP_WEB_PORT to another one.\n`)
  expect(exitCode).toBe(78)
})

/** `headers` are those of Ada's browser, which has opened the link. */
async function serve(env: Readonly<Record<string, string>> = {}) {
  const running = overlap(['serve'], { OVERLAP_WEB_PORT: '0', ...env })
  onTestFinished(() => void running.kill('SIGKILL'))
  const said = await output(running, /http:\S+\n/)
  const link = /http:\S+/.exec(said)?.[0] ?? ''
  const session = await fetch(link, { redirect: 'manual' })
  const cookies = session.headers.getSetCookie().map((each) => each.split(';')[0])
  const headers = { cookie: [ADA, ...cookies].join('; ') }
  return { running, url: new URL('/', link).href, link, headers }
}

/** All that the stream brings until its connection is closed; `onMatch` is called once. */
async function textOf(stream: Response, pattern: RegExp, onMatch: () => void): Promise<string> {
  let seen = ''
  for await (const piece of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    if (!pattern.test(seen) && pattern.test(seen + piece)) onMatch()
    seen += piece
  }
  return seen
}

async function post(url: string, headers: { cookie: string }, code: string): Promise<void> {
  const form = new FormData()
  form.set('text', code)
  form.set('run', 'true')
  const { ok } = await fetch(`${url}api/channels/lobby/posts`, {
    method: 'POST',
    body: form,
    headers: { ...headers, origin: new URL(url).origin },
  })
  expect(ok).toBe(true)
}
