/** While the database is away, programs run all the same, and the rest says so. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startWeb } from '../../adapters/web/connect.ts'
import type { Advice } from '../../bot/analysis/advice.ts'
import { createEvents } from '../../bot/core/events.ts'
import { type DeskPanel, inPlace } from '../../bot/core/feature.ts'
import type { Message } from '../../bot/core/message.ts'
import { createPlatforms } from '../../bot/core/platform.ts'
import type { Request } from '../../bot/core/request.ts'
import { knowledgeOnce } from '../../bot/features/ask/search/knowledge.ts'
import { allFeatures } from '../../bot/main.ts'
import { createMetrics } from '../../bot/monitoring/metrics.ts'
import { statesOf } from '../../bot/monitoring/readiness.ts'
import type { Database } from '../../bot/store/database.ts'
import { openPostgres } from '../../bot/store/postgres.ts'
import { ratesInStore } from '../../bot/store/shared-rates.ts'
import { openSqlite } from '../../bot/store/sqlite.ts'
import { storeOn } from '../../bot/store/store.ts'
import { isAway } from '../../bot/store/unavailable.ts'
import { loadLessons } from '../../lessons/lessons.ts'
import { freshDatabase, server } from '../store/server.ts'
import { tutorWith } from '../tutor.ts'
import { ADMIN, NO_PROXY, OPEN } from '../web/access.ts'
import { ranOk, sandboxThat } from './results.ts'

const BUDGET = { person: { burst: 2, perMinute: 6 }, channel: { burst: 9, perMinute: 60 } }
const PLACE = { platform: 'test', workspace: 'w', channel: 'lobby' }
const REQUEST: Request = {
  id: '1',
  person: { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada', admin: true },
  place: { channel: 'lobby', direct: false },
  signal: new AbortController().signal,
}
const AWAY = /can't reach my database right now, so this may not have been saved/

const ADVICE: Advice = {
  verdict: 'sequential',
  headline: 'Nothing to gain.',
  evidence: [],
  findings: [],
  change: null,
  prediction: null,
}

async function tutorOn(database: Database) {
  const store = await storeOn(database)
  onTestFinished(() => store.close())
  let now = 1_000_000
  const bugs: unknown[] = []
  const clock = () => now
  const catalogue = await loadLessons()
  const given = {
    sandbox: sandboxThat(async () => ranOk('hello\n')),
    advisor: { advise: async () => ADVICE },
    catalogue,
    knowledge: knowledgeOnce(catalogue),
    store,
    rates: ratesInStore(store, clock, { run: BUDGET, model: BUDGET, proof: BUDGET }),
    log: {
      info() {},
      warn() {},
      error: ({ bug }: { bug?: unknown }) => void (bug && bugs.push(bug)),
    },
    clock,
  }
  let panels: readonly DeskPanel[] = []
  const tutor = tutorWith(given, (parts) => {
    const features = allFeatures(parts)
    panels = inPlace(features.flatMap(({ desk = [] }) => desk))
    return features.flatMap(({ commands }) => commands)
  })
  function pass(ms: number): void {
    now += ms
  }

  async function ask(text: string, id = 'ada'): Promise<string> {
    const messages: Message[] = []
    const person = { ...REQUEST.person, id }
    for await (const each of tutor.handle({ ...REQUEST, person, text })) messages.push(each)
    return messages.at(-1)?.notice ?? ''
  }
  return { ask, tutor, panels, store, bugs, pass }
}

/** The admin's desk as a browser has it. */
async function deskOf({ tutor, panels, store, bugs }: Awaited<ReturnType<typeof tutorOn>>) {
  const [events, platforms] = [createEvents(), createPlatforms()]
  const sandbox = sandboxThat(async () => ranOk(''))
  const web = await startWeb({
    tutor,
    store,
    access: OPEN,
    proxy: NO_PROXY,
    host: '127.0.0.1',
    port: 0,
    log: { info() {}, warn() {}, error: (fields) => void bugs.push(fields) },
    clock: Date.now,
    probes: {
      metrics: createMetrics({ events, sandbox, platforms }),
      states: () => statesOf({ store, platforms, jail: null, isStopping: () => false }),
    },
    desk: { workspaces: store.workspaces.known, panels },
  })
  onTestFinished(web.close)
  return async () => {
    const response = await fetch(`${web.url}admin`, { headers: ADMIN })
    return `${response.status} ${await response.text()}`
  }
}

test('a database that takes nothing more: runs go on within their rates, and all is well when it is back', async () => {
  const database = openSqlite(':memory:')
  const { ask, store, bugs } = await tutorOn(database)
  const writable = (yes: boolean) =>
    sql`pragma query_only = ${sql.raw(yes ? '0' : '1')}`.execute(database.read)
  await writable(false)
  expect([await ask('/run 1'), await ask('/run 1'), await ask('/run 1')]).toEqual([
    expect.stringMatching(/^Finished/),
    expect.stringMatching(/^Finished/),
    expect.stringMatching(/^You're going a bit fast/),
  ])
  expect(await ask('/settings channels here')).toMatch(AWAY)

  expect([await store.events.isNew('e', 1), await store.events.isNew('e', 1)]).toEqual([
    true,
    false,
  ])
  const [button = ''] = await store.actions.keep([{ do: 'it' }], 1)
  expect(await store.actions.find(button)).toEqual({ do: 'it' })
  const asked = { ...PLACE, message: '1' }
  await store.replies.put(asked, REQUEST.person, 'early', 1)
  expect(await store.replies.find(asked)).toMatchObject({ reply: 'early' })

  await writable(true)
  expect(await store.events.isNew('e', 1)).toBe(false)
  await store.replies.put(asked, REQUEST.person, 'late', 2)
  expect(await store.replies.find(asked)).toMatchObject({ reply: 'late' })
  expect(await ask('/settings channels here')).not.toMatch(AWAY)
  expect(bugs).toEqual([])
})

describe.runIf(server)('PostgreSQL', () => {
  test('gone and back: who was here before goes on running, others are told, and it mends itself', async () => {
    const { url, remove } = await freshDatabase()
    onTestFinished(remove)
    const line = await lineTo(url)
    const database = openPostgres(line.url, () => {})
    const overlap = await tutorOn(database)
    const { ask, tutor, bugs, pass } = overlap
    const desk = await deskOf(overlap)
    expect(await ask('/progress')).not.toMatch(AWAY)
    const underWay = database.write(async (db) => {
      await sql`select 1`.execute(db)
      await line.cut()
      await sql`select 1`.execute(db)
    })
    await expect(underWay).rejects.toSatisfy(isAway)
    for (const _ of [1, 2]) {
      pass(60_000)
      expect(await ask('/settings channels here')).toMatch(AWAY)
      expect(await ask('/run 1')).toMatch(/^Finished/)
      expect(await ask('/progress')).toMatch(AWAY)
    }
    const typing = { command: 'tips', option: 'schedule', typed: '' }
    expect(await tutor.complete({ ...typing, ...REQUEST })).toEqual([])
    expect(await desk()).toMatch(/^200 .*I can't reach my database.*store.*cannot be read/s)
    await line.fix()
    pass(60_000)
    expect(await ask('/run 1')).toMatch(/^Finished/)
    expect(await ask('/progress')).not.toMatch(AWAY)
    expect(bugs).toEqual([])
  })
})

/** A line to the server that can be cut. */
async function lineTo(target: URL) {
  const sockets = new Set<Socket>()
  const proxy = createServer((socket) => {
    const upstream = connect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      sockets.add(from)
      from.on('error', () => {}).on('close', () => to.destroy())
      from.pipe(to)
    }
  })
  const listen = async (port: number) => {
    proxy.listen(port, '127.0.0.1')
    await once(proxy, 'listening')
    return (proxy.address() as { port: number }).port
  }
  const cut = async () => {
    const closed = new Promise((resolve) => proxy.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  const port = await listen(0)
  onTestFinished(() => void (proxy.listening && cut()))
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = `${port}`
  return { url: url.href, cut, fix: () => listen(port) }
}
