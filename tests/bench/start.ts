/** Starts the whole program as a user does and asks it one thing over the page's own API. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const CHECKOUT = join(import.meta.dirname, '../..')
const QUESTION = '```python\nprint(6 * 7 * 1000)\n```'
const ANSWER = '42000'

/** Time from the start of the process to the answer on the page, ms, and the resident memory of Node then, MiB. */
export async function firstAnswer(): Promise<{ ms: number; rssMib: number }> {
  const began = performance.now()
  const overlap = spawn(process.execPath, ['bot/cli.ts', 'serve'], {
    cwd: CHECKOUT,
    env: { PATH: process.env.PATH, OVERLAP_WEB_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = await once(createInterface(overlap.stdout), 'line')
    const url = /http:\S+/.exec(String(line))?.[0]
    if (!url) throw new Error(`no address in: ${line}`)
    await ask(url)
    const ms = performance.now() - began
    const status = await readFile(`/proc/${overlap.pid}/status`, 'utf8')
    return { ms, rssMib: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024 }
  } finally {
    overlap.kill('SIGTERM')
    await once(overlap, 'close')
  }
}

async function ask(url: string): Promise<void> {
  const origin = new URL(url).origin
  const hello = await fetch(`${origin}/api/me`)
  const headers = {
    Cookie: hello.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; '),
    Origin: origin,
  }
  const me: { channels: { name: string }[] } = await hello.json()
  const room = `${origin}/api/channels/${me.channels[0]?.name}`
  const named = await fetch(`${origin}/api/name`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Bench' }),
  })
  const cookies = named.headers.getSetCookie().map((c) => c.split(';')[0])
  const Cookie = [headers.Cookie, ...cookies].filter(Boolean).join('; ')
  const events = await fetch(`${room}/events`, { headers: { ...headers, Cookie } })
  const form = new FormData()
  form.set('text', QUESTION)
  const posted = await fetch(`${room}/posts`, {
    method: 'POST',
    headers: { ...headers, Cookie },
    body: form,
  })
  if (!posted.ok || !events.body) throw new Error(await posted.text())
  let seen = ''
  for await (const chunk of events.body.pipeThrough(new TextDecoderStream())) {
    seen += chunk
    if (seen.includes(ANSWER)) return
  }
  throw new Error('the page said nothing')
}
