import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { output, overlap } from './overlap.ts'

const ADA = { cookie: `overlap_browser=${'a'.repeat(32)}; overlap_name=Ada` }

test('it says where it answers, answers there, and ends on SIGTERM', async () => {
  const { running, url } = await serve()
  expect(await (await fetch(`${url}healthz`)).text()).toBe('ok')
  running.kill('SIGTERM')
  expect((await running).exitCode).toBe(0)
})

test('SIGTERM lets a run finish and be answered', async () => {
  const { running, url } = await serve()
  const events = await fetch(`${url}api/channels/${await channel(url)}/events`, { headers: ADA })
  await post(url, 'import time\ntime.sleep(1)\nprint("finished", 6 * 7)')
  const seen = await textOf(events, /Running/, () => running.kill('SIGTERM'))
  expect(seen).toContain('finished 42')
  expect((await running).exitCode).toBe(0)
})

test('without a jail it serves all the same, advises from the source and says why to the operator', async () => {
  const { running, url } = await serve({ OVERLAP_PYTHON: '/nowhere/python3' })
  const events = await fetch(`${url}api/channels/${await channel(url)}/events`, { headers: ADA })
  await post(url, 'import asyncio\nasyncio.sleep(1)')
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
  expect(stderr).toBe(`overlap: Port ${port} is taken; set OVERLAP_WEB_PORT to another.\n`)
  expect(exitCode).toBe(78)
})

async function serve(env: Readonly<Record<string, string>> = {}) {
  const running = overlap(['serve'], { OVERLAP_WEB_PORT: '0', ...env })
  onTestFinished(() => void running.kill('SIGKILL'))
  const said = await output(running, /http:\S+\n/)
  return { running, url: /http:\S+/.exec(said)?.[0] ?? '' }
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

async function channel(url: string): Promise<string> {
  const me = await (await fetch(`${url}api/me`, { headers: ADA })).json()
  return me.channels[0].name
}

async function post(url: string, code: string): Promise<void> {
  const form = new FormData()
  form.set('text', code)
  form.set('run', 'true')
  const path = `${url}api/channels/${await channel(url)}/posts`
  const { ok } = await fetch(path, {
    method: 'POST',
    body: form,
    headers: { ...ADA, origin: new URL(url).origin },
  })
  expect(ok).toBe(true)
}
