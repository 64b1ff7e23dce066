import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWeb } from '../../../adapters/web/connect.ts'
import { createEvents } from '../../../bot/core/events.ts'
import { createPlatforms, type Platform } from '../../../bot/core/platform.ts'
import { createMetrics } from '../../../bot/monitoring/metrics.ts'
import { pingedSparingly, statesOf } from '../../../bot/monitoring/readiness.ts'
import type { Store } from '../../../bot/store/store.ts'
import { startProgram } from '../../scenarios/program.ts'
import { memoryStore } from '../../store/memory.ts'
import { ADMIN, NO_PROXY, OPEN } from '../../web/access.ts'
import { visit } from '../../web/visitor.ts'

const TOKEN = 'a token of some length'

let program: Awaited<ReturnType<typeof startProgram>>
beforeAll(async () => {
  program = await startProgram()
})
afterAll(async () => {
  await program.close()
  expect(program.bugs).toEqual([])
})

async function get(url: string, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(new URL(path, url), { headers, redirect: 'manual' })
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    text: await response.text(),
  }
}

/** Each sample of the text format by its name and labels. */
function samples(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const [, sample, value] = /^([a-z_:]\w*(?:\{[^}]*\})?) (\S+)$/i.exec(line) ?? []
      if (sample === undefined) throw new Error(`no sample: ${line}`)
      return [sample, Number(value)]
    }),
  )
}

test('a program that can work is alive and ready', async () => {
  expect(await get(program.url, '/healthz')).toMatchObject({ status: 200, text: 'ok' })
  expect(await get(program.url, '/readyz')).toMatchObject({ status: 200, text: 'ready' })
})

test('the figures are those of what happened, with labels of ours only', async () => {
  const visitor = await visit(program.url, 'Ada Lovelace')
  const lobby = await visitor.enter('lobby')
  for (const code of ['print("secret words")', 'raise ValueError("more secrets")']) {
    await lobby.answer(await visitor.say('lobby', code, { run: true }))
  }
  await lobby.answer(await visitor.say('lobby', '/nonsense'))
  lobby.leave()
  const { type, text } = await get(program.url, '/metrics', ADMIN)
  expect(type).toMatch(/^text\/plain; version=0\.0\.4/)
  const all = samples(text)
  expect(Object.fromEntries(all)).toMatchObject({
    'overlap_runs_total{status="ok"}': 1,
    'overlap_runs_total{status="error"}': 1,
    overlap_run_seconds_count: 2,
    'overlap_requests_total{platform="web",command="run"}': 2,
    'overlap_requests_total{platform="web",command="talk"}': 1,
    'overlap_time_to_first_response_seconds_count{platform="web"}': 2,
    'overlap_first_words_seconds_count{platform="web"}': 2,
    'overlap_answer_seconds_count{platform="web"}': 3,
    overlap_queue_length: 0,
    overlap_slots_running: 0,
  })
  expect(all.get('overlap_slots')).toBeGreaterThan(0)
  expect(all.get('overlap_slot_renewals')).toBeGreaterThanOrEqual(0)
  expect(all.get('overlap_store_query_seconds_count')).toBeGreaterThan(0)
  expect([...all.values()].some(Number.isNaN)).toBe(false)
  expect(text).not.toMatch(/secret|lovelace|nonsense|lobby/i)
})

test('another page that points its name here cannot read the figures', async () => {
  const { request } = await import('node:http')
  const { promise, resolve } = Promise.withResolvers<number | undefined>()
  const { hostname, port } = new URL(program.url)
  const options = { hostname, port, path: '/metrics', headers: { host: 'evil.example' } }
  request(options, ({ statusCode }) => resolve(statusCode)).end()
  expect(await promise).toBe(403)
})

test('the figures are for admins; whether it works is for everybody', async () => {
  const guarded = await startProgram({ OVERLAP_WEB_OPEN: 'no', OVERLAP_WEB_TOKEN: TOKEN })
  try {
    expect(await get(guarded.url, '/healthz')).toMatchObject({ status: 200 })
    expect(await get(guarded.url, '/readyz')).toMatchObject({ status: 200 })
    expect(await get(guarded.url, '/metrics')).toMatchObject({ status: 401 })
    const wrong = { authorization: 'Bearer wrong' }
    expect(await get(guarded.url, '/metrics', wrong)).toMatchObject({ status: 401 })
    const visitor = { authorization: `Bearer ${TOKEN}` }
    expect(await get(guarded.url, '/metrics', visitor)).toMatchObject({ status: 403 })
    expect(await get(guarded.url, '/metrics', ADMIN)).toMatchObject({ status: 200 })
  } finally {
    await guarded.close()
  }
})

test('while something is down it is not ready, and says what', async () => {
  const store = await memoryStore()
  const platforms = createPlatforms()
  let [hasJail, isStopping] = [true, false]
  const web = await serving({
    store,
    platforms,
    hasJail: () => hasJail,
    isStopping: () => isStopping,
  })
  try {
    expect(await get(web.url, '/readyz')).toMatchObject({ status: 200 })
    platforms.add(platformThat({ connected: false, detail: 'is connecting again' }))
    expect(await get(web.url, '/readyz')).toMatchObject({
      status: 503,
      text: 'chat: is connecting again',
    })
    expect((await get(web.url, '/metrics', ADMIN)).text).toContain(
      'overlap_platform_connected{platform="chat"} 0',
    )
    isStopping = true
    hasJail = false
    await store.close()
    const { status, text } = await get(web.url, '/readyz')
    expect([status, ...text.split('\n').map((line) => line.split(':')[0])]).toEqual([
      503,
      'overlap',
      'jail',
      'store',
      'chat',
    ])
    expect(await get(web.url, '/healthz')).toMatchObject({ status: 200 })
  } finally {
    await web.close()
  }
})

test('however often strangers ask, the database is written to once a second', async () => {
  let [now, pings, works] = [1_000_000, 0, true]
  const ping = async () => {
    pings += 1
    if (!works) throw new Error('full')
  }
  const store = pingedSparingly({ ping }, () => now)
  const jail = () => noSlots()
  const parts = { store, jail, platforms: createPlatforms(), isStopping: () => false }
  const isReady = async () => (await statesOf(parts)).every(({ ok }) => ok)
  const asked = await Promise.all(Array.from({ length: 100 }, isReady))
  works = false
  now += 999
  expect([asked.every(Boolean), await isReady(), pings]).toEqual([true, true, 1])
  now += 1
  expect([await isReady(), pings]).toEqual([false, 2])
  works = true
  now -= 3_600_000
  expect([await isReady(), pings]).toEqual([true, 3])
})

test('what goes wrong with a platform is counted, and still in the log', async () => {
  const lines: string[] = []
  const logger = pino({ level: 'info' }, { write: (line) => lines.push(JSON.parse(line).msg) })
  const metrics = createMetrics({
    events: createEvents(),
    sandbox: { status: noSlots },
    platforms: createPlatforms(),
  })
  const log = metrics.heard(logger)
  log.warn({ platform: 'slack' }, 'not connected')
  log.error({ platform: 'slack' }, 'could not be shown')
  log.info({ platform: 'slack' }, 'connected')
  log.error({ bug: 'x' }, 'bug')
  expect(lines).toEqual(['not connected', 'could not be shown', 'connected', 'bug'])
  const all = samples(await metrics.text())
  expect(all.get('overlap_platform_errors_total{platform="slack"}')).toBe(2)
})

test('what models and tips do is counted by outcome', async () => {
  const events = createEvents()
  const { text } = createMetrics({
    events,
    sandbox: { status: noSlots },
    platforms: createPlatforms(),
  })
  const workspace = { platform: 'chat', workspace: 'T1' }
  const model = { kind: 'model', workspace, promptTokens: 100, answerTokens: 20 } as const
  events.emit({ ...model, failed: false })
  events.emit({ ...model, answerTokens: 0, failed: true })
  events.emit({ kind: 'tip', workspace, outcome: 'late' })
  events.emit({ kind: 'bug', workspace })
  const all = await text()
  expect(Object.fromEntries(samples(all))).toMatchObject({
    'overlap_model_answers_total{outcome="answered"}': 1,
    'overlap_model_answers_total{outcome="failed"}': 1,
    'overlap_model_tokens_total{kind="prompt"}': 200,
    'overlap_model_tokens_total{kind="answer"}': 20,
    'overlap_tips_total{outcome="late"}': 1,
    overlap_bugs_total: 1,
  })
  expect(all).not.toContain('T1')
})

type Given = Readonly<{
  store: Store
  platforms: ReturnType<typeof createPlatforms>
  hasJail: () => boolean
  isStopping?: () => boolean
}>

function serving({ store, platforms, hasJail, isStopping = () => false }: Given) {
  const log = { info() {}, warn() {}, error() {} }
  const metrics = createMetrics({
    events: createEvents(),
    sandbox: { status: noSlots },
    platforms,
  })
  return startWeb({
    tutor: {
      commands: new Map(),
      async *handle() {},
      forget: async () => {},
      complete: async () => [],
    },
    store,
    access: OPEN,
    proxy: NO_PROXY,
    host: '127.0.0.1',
    port: 0,
    log,
    clock: Date.now,
    probes: {
      metrics,
      states: () => statesOf({ store, platforms, jail: hasJail() ? noSlots : null, isStopping }),
    },
  })
}

function noSlots() {
  const none = { slots: 0, running: 0, waiting: 0, renewals: 0 }
  return { ...none, cgroups: null, runtime: '', python: '', libraries: [] }
}

function platformThat(state: ReturnType<Platform['state']>): Platform {
  const cannot = () => Promise.reject(new Error('nobody asks'))
  return {
    name: 'chat',
    post: cannot,
    edit: cannot,
    openThread: cannot,
    tell: cannot,
    isAdmin: cannot,
    state: () => state,
    close: async () => {},
  }
}
