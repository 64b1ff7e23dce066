/** Tips are posted once each: several real processes on one real database, killed at any moment. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { execa } from 'execa'
import { Client } from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Plan } from '../../../bot/features/tips/schedule/plan.ts'
import { next } from '../../../bot/features/tips/schedule/recurrence.ts'
import { openStore, type Store } from '../../../bot/store/store.ts'
import { fastClock, type Orders } from './poster.ts'

const { TEST_DATABASE_URL: server } = process.env
const MINUTE_MS = 60_000
const ADA = { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada' }
const NOON = Date.UTC(2026, 10, 26, 12)

/** Real time in which a minute of the fast clock goes by. */
const REAL_MINUTE_MS = 75
const FACTOR = MINUTE_MS / REAL_MINUTE_MS

const setup = server
  ? { database: 'PostgreSQL', processes: 3 }
  : { database: 'SQLite', processes: 1 }

describe.each([setup])('$processes on $database', ({ database, processes }) => {
  test('killed at random moments, none is missing and none comes twice', async () => {
    const amount = 210
    const { orders, store } = await prepared(database, 1000 * FACTOR, 5)
    const clock = fastClock(orders)
    // One a minute, each in a channel of its own.
    for (let n = 1; n <= amount; n++) await schedule(store, n, NOON + n * MINUTE_MS)
    const end = NOON + (amount + 1) * MINUTE_MS
    const children = Array.from({ length: processes }, () => begin(orders, () => clock() < end))
    await settled(store, amount)
    const lives = await Promise.all(children.map(({ stop }) => stop()))
    const kills = lives.reduce((sum, each) => sum + each) - processes

    const { posts, tries } = await ledger(orders.folder)
    const expected = Array.from({ length: amount }, (_, n) => `c${n + 1}`)
    const missing = expected.filter((channel) => !posts.includes(channel))
    const double = posts.filter((channel, at) => posts.indexOf(channel) !== at)
    console.info(
      `tips on ${database}: ${amount} occurrences, ${processes} at once, ${kills} kills,`,
      `${tries.length - posts.length} said again: ${missing.length} missing, ${double.length} double`,
    )
    expect({ missing, double }).toEqual({ missing: [], double: [] })
    expect(await statuses(store)).toEqual({ posted: amount })
    expect([kills, tries.length - posts.length].every((each) => each > 0)).toBe(true)
  }, 120_000)

  test('all due at the same moment, each is tried by one process, once', async () => {
    const { orders, store } = await prepared(database, 60 * MINUTE_MS * FACTOR, 0)
    for (let n = 1; n <= 60; n++) await schedule(store, n, NOON + MINUTE_MS)
    const children = Array.from({ length: processes }, () => begin(orders))
    await settled(store, 60)
    await Promise.all(children.map(({ stop }) => stop()))
    const { posts, tries } = await ledger(orders.folder)
    expect([posts.length, tries.length, new Set(posts).size]).toEqual([60, 60, 60])
  }, 120_000)
})

/** An empty database, a folder for what is posted, and a clock at noon. */
async function prepared(database: string, leaseMs: number, deaths: number) {
  const folder = await mkdtemp(join(tmpdir(), 'overlap-tips-'))
  const databaseUrl = database === 'SQLite' ? null : await newDatabase()
  const where = { databaseUrl, dataDir: join(folder, 'data') }
  const store = await openStore(where, () => {})
  onTestFinished(async () => {
    await store.close()
    await rm(folder, { recursive: true })
  })
  const start = { real: Date.now(), shown: NOON }
  const pace = { start, factor: FACTOR, leaseMs, pollMs: MINUTE_MS }
  const orders: Orders = { ...where, ...pace, folder, deaths }
  return { orders, store }
}

async function newDatabase(): Promise<string> {
  const name = `overlap_tips_${process.pid}_${Math.random().toString(36).slice(2)}`
  await onServer(`create database ${name}`)
  onTestFinished(() => onServer(`drop database ${name} with (force)`))
  const url = new URL(server ?? '')
  url.pathname = name
  return url.href
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  await client.query(statement)
  await client.end()
}

/** Once a day, and long in its grace: no kill makes it too late. */
async function schedule(store: Store, n: number, at: number): Promise<void> {
  const plan: Plan = {
    zone: 'UTC',
    rhythm: {
      kind: 'weekly',
      time: new Date(at).toISOString().slice(11, 16),
      days: [0, 1, 2, 3, 4, 5, 6],
    },
    channel: `c${n}`,
    topics: [],
    as: n % 2 === 0 ? 'plain' : 'quiz',
    graceMs: 48 * 60 * MINUTE_MS,
  }
  const place = { ...ADA, channel: `c${n}` }
  await store.tips.add({ schedule: `s${n}`, place, plan, nextAt: next(plan, NOON) }, ADA, NOON)
}

/** Of a process from when it works on. */
const LONGEST_LIFE_MS = 2000

/** A process that is there again whenever it died, and is killed at random moments as long as it is `mortal`. */
function begin(orders: Orders, mortal = () => false) {
  const script = join(import.meta.dirname, 'poster.ts')
  let isOver = false
  let child = start()
  const lives = live()

  function start() {
    const child = execa(process.execPath, [script, JSON.stringify(orders)], { reject: false })
    child.stdout.once('data', async () => {
      await pause(Math.random() * LONGEST_LIFE_MS)
      if (mortal()) child.kill('SIGKILL')
    })
    return child
  }

  async function live(): Promise<number> {
    for (let lives = 1; ; lives++) {
      const { stdout, stderr } = await child
      if (/error/i.test(stdout + stderr)) throw new Error(stdout + stderr)
      if (isOver) return lives
      child = start()
    }
  }

  return {
    stop(): Promise<number> {
      isOver = true
      child.kill('SIGKILL')
      return lives
    },
  }
}

/** Nothing is being posted, and all that was due is dealt with. */
async function settled(store: Store, amount: number): Promise<void> {
  for (;;) {
    const found = await statuses(store)
    const { claimed = 0, ...done } = found
    const sum = Object.values(done).reduce((a, b) => a + b, 0)
    if (claimed === 0 && sum >= amount) return
    await pause(50)
  }
}

async function statuses(store: Store): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  const all = await store.tips.of(ADA)
  const histories = await Promise.all(all.map(({ schedule }) => store.tips.history(schedule, 9)))
  for (const { status } of histories.flat()) counts[status] = (counts[status] ?? 0) + 1
  if ((await store.tips.overdue(Number.MAX_SAFE_INTEGER, 1)).length > 0) counts.claimed = 1
  return counts
}

/** The channels of all posts, and of all tries. */
async function ledger(folder: string) {
  const names = (await readdir(folder)).map((name) => name.split(' '))
  const posts = names.flatMap(([post, channel]) => (post === 'post' && channel ? [channel] : []))
  const tries = (await readFile(join(folder, 'tries'), 'utf8')).trim().split('\n')
  return { posts, tries }
}
