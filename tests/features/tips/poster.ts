/** A process that posts tips until it is killed, on a clock that runs faster; what it posts is kept in a folder. */
import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Alarm } from '../../../bot/core/clock.ts'
import { createEvents } from '../../../bot/core/events.ts'
import { createPlatforms, type Platform } from '../../../bot/core/platform.ts'
import { createSettings } from '../../../bot/features/settings/settings.ts'
import { TipRunner } from '../../../bot/features/tips/schedule/runner.ts'
import { openStore } from '../../../bot/store/store.ts'
import { loadLessons } from '../../../lessons/lessons.ts'

export type Orders = Readonly<{
  databaseUrl: string | null
  dataDir: string
  /** Where each post is a file, and each try a line. */
  folder: string
  /** When the real time was `real`, it was `shown`; both epoch ms. */
  start: Readonly<{ real: number; shown: number }>
  /** How many times faster. */
  factor: number
  /** Of the clock that runs faster. */
  leaseMs: number
  /** How often it dies at the worst moment: of a hundred posts that are there, before it knows. */
  deaths: number
  pollMs: number
}>

/** Real time that a post takes at most, before and after it is there. */
const SLOW_MS = 50

export function fastClock({ start, factor }: Pick<Orders, 'start' | 'factor'>): () => number {
  return () => Math.floor(start.shown + (Date.now() - start.real) * factor)
}

/** As a platform does that knows a key again: the second time nothing new is posted. */
function standIn({ folder, deaths }: Orders): Platform {
  return {
    name: 'test',
    async post(spot, _, key) {
      await appendFile(join(folder, 'tries'), `${spot.channel}\n`)
      await pause(Math.random() * SLOW_MS)
      // All is in the name: a kill leaves the whole of it or nothing.
      const file = join(folder, `post ${spot.channel} ${Buffer.from(key).toString('hex')}`)
      const isNew = await writeFile(file, '', { flag: 'wx' }).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error
          return false
        },
      )
      if (isNew && Math.random() < deaths / 100) process.kill(process.pid, 'SIGKILL')
      await pause(Math.random() * SLOW_MS)
      return { spot, id: key }
    },
    async edit() {},
    openThread: async ({ spot }) => spot,
    tell: async () => true,
    isAdmin: async () => true,
    state: () => ({ connected: true, detail: '' }),
    close: async () => {},
  }
}

async function work(orders: Orders): Promise<void> {
  const store = await openStore(orders, () => {})
  const clock = fastClock(orders)
  const alarm: Alarm = (at, ring) => {
    const timer = setTimeout(ring, Math.max(0, at - clock()) / orders.factor)
    return () => clearTimeout(timer)
  }
  const platforms = createPlatforms()
  platforms.add(standIn(orders))
  const tips = new TipRunner(
    {
      store,
      platforms,
      settings: createSettings(store, clock),
      catalogue: await loadLessons(),
      events: createEvents(),
      clock,
      alarm,
      random: Math.random,
      log: { info() {}, warn() {}, error: (fields) => console.log('error', fields) },
    },
    { pollMs: orders.pollMs, leaseMs: orders.leaseMs, atOnce: 50 },
  )
  tips.start()
  console.log('started')
}

const [orders] = process.argv.slice(2)
if (import.meta.main && orders !== undefined) {
  // Whoever started it is gone.
  process.stdin.resume().on('end', () => process.exit())
  await work(JSON.parse(orders))
}
