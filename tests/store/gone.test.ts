/** The database file is deleted, replaced or on a full disk while the program serves: it says so, and keeps nothing in vain. */
import {
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { execa } from 'execa'
import { describe, expect, onTestFinished, test } from 'vitest'
import { StoreUnavailableError } from '../../bot/core/errors.ts'
import { migrate } from '../../bot/store/migrate.ts'
import { MIGRATIONS } from '../../bot/store/migrations.ts'
import { openSqlite } from '../../bot/store/sqlite.ts'
import { type Store, storeOn } from '../../bot/store/store.ts'
import { folders, startReal, TICKET } from '../bench/real.ts'
import { folder, overlap } from '../cli/overlap.ts'
import { visit } from '../web/visitor.ts'

const AWAY = /can't reach my database right now, so this may not have been saved/
const NOT_READY = [503, expect.stringContaining('store: cannot be read or written')]
const ADA = { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada' }

test('deleted and put back: nothing is confirmed in between, and all is well without a restart', async () => {
  const { file, ready, ask, copy } = await serving()
  expect(await ask('/lesson 1')).not.toMatch(AWAY)
  const backup = await copy()
  await ready(200)

  rmSync(file)
  expect(await ready(503)).toEqual(NOT_READY)
  expect([await ask('/lesson 2'), await ask('/progress')]).toEqual([
    expect.stringMatching(AWAY),
    expect.stringMatching(AWAY),
  ])
  expect(existsSync(file)).toBe(false)

  renameSync(backup, file)
  await ready(200)
  expect(await ask('/lesson 3')).not.toMatch(AWAY)
  expect(opened(file)).toEqual(['concurrency', 'async-is-not-threads'])
})

test('a backup moved over it is used as it is: the log of the old file is not played into it', async () => {
  const { file, ready, ask, copy } = await serving()
  await ask('/lesson 1')
  const backup = await copy()
  await ask('/lesson 2')
  renameSync(backup, file)
  expect(await ask('/lesson 3')).not.toMatch(AWAY)
  await ready(200)
  expect(opened(file)).toEqual(['concurrency', 'async-is-not-threads'])
})

test('moved away and back: it goes on with all that was confirmed', async () => {
  const { file, ready, ask } = await serving()
  await ask('/lesson 1')
  renameSync(file, `${file}.away`)
  await ready(503)
  renameSync(`${file}.away`, file)
  await ready(200)
  await ask('/lesson 2')
  expect(opened(file)).toEqual(['concurrency', 'waiting-or-working'])
})

describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('on a full disk it says so until something can be written', async () => {
    const disk = folder()
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'overlap-test', disk])
    onTestFinished(async () => void (await execa('umount', ['--lazy', disk])))
    const { ready, ask } = await serving(disk)
    await ask('/lesson 1')
    await ready(200)
    const { bavail, bsize } = statfsSync(disk)
    writeFileSync(join(disk, 'filling'), Buffer.alloc(bavail * bsize))
    expect(await ready(503)).toEqual(NOT_READY)
    expect(await ask('/lesson 2')).toMatch(AWAY)
    rmSync(join(disk, 'filling'))
    await ready(200)
    expect(await ask('/lesson 2')).not.toMatch(AWAY)
  })
})

describe('a file of its own', () => {
  test('what is committed after it was deleted is not confirmed', async () => {
    const { file, store } = await opening()
    const writing = store.together(async ({ lessons }) => {
      await lessons.opened(ADA, 'a-lesson', 1)
      rmSync(file)
    })
    await expect(writing).rejects.toThrow(StoreUnavailableError)
    expect(existsSync(file)).toBe(false)
  })

  test('what was confirmed goes with a file that is moved, not into the one in its place', async () => {
    const { base, file, store, news } = await opening()
    await store.lessons.opened(ADA, 'old', 1)
    renameSync(file, join(base, 'old.db'))
    const restored = await storeOn(openSqlite(join(base, 'new.db')))
    await restored.close()
    renameSync(join(base, 'new.db'), file)
    expect(await store.lessons.of(ADA)).toEqual([])
    await store.lessons.opened(ADA, 'new', 2)
    expect(news).toEqual(['overlap.db was replaced; the new file is used from now on'])
    expect(opened(join(base, 'old.db'))).toEqual(['old'])
    expect(opened(file)).toEqual(['new'])
  })

  test.each<[string, (path: string) => Promise<void>]>([
    ['of a newer Overlap', async (path) => made(path, [...MIGRATIONS, []])],
    ['of an older Overlap', async (path) => made(path, MIGRATIONS.slice(0, 1))],
    ['that is empty', async (path) => writeFileSync(path, '')],
    ['that is no database', async (path) => writeFileSync(path, 'no database'.repeat(1000))],
    [
      'half copied',
      async (path) => {
        await made(path, MIGRATIONS)
        writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size / 2))
      },
    ],
  ])('one %s in its place is left alone, until the right one is back', async (_, make) => {
    const { base, file, store } = await opening()
    await store.lessons.opened(ADA, 'old', 1)
    renameSync(file, join(base, 'old.db'))
    // Made elsewhere: at this path SQLite would take the old log for that of the new file.
    await make(join(base, 'new.db'))
    renameSync(join(base, 'new.db'), file)
    const before = readFileSync(file)
    await expect(store.lessons.opened(ADA, 'new', 2)).rejects.toThrow(StoreUnavailableError)
    await expect(store.ping()).rejects.toThrow('another file is at overlap.db')
    expect(readFileSync(file)).toEqual(before)
    renameSync(join(base, 'old.db'), file)
    await store.lessons.opened(ADA, 'back', 3)
    expect(opened(file)).toEqual(['old', 'back'])
  })

  test('without its log it says so, and closing saves what was confirmed', async () => {
    const { file, store } = await opening()
    await store.lessons.opened(ADA, 'old', 1)
    rmSync(`${file}-wal`)
    await expect(store.lessons.opened(ADA, 'new', 2)).rejects.toThrow(StoreUnavailableError)
    await store.close()
    expect(opened(file)).toEqual(['old'])
  })
})

/** The real program on a folder of its own, and what a learner and an orchestrator have to do with it. */
async function serving(data?: string) {
  const mine = await folders()
  const place = { ...mine, ...(data ? { data } : {}) }
  const real = await startReal(place, { OVERLAP_LOG_LEVEL: 'fatal' })
  onTestFinished(async () => {
    await real.end('SIGTERM')
    await mine.remove()
  })
  const visitor = await visit(real.url, 'Ada', TICKET)
  const lobby = await visitor.enter('lobby')
  onTestFinished(lobby.leave)
  const file = join(place.data, 'overlap.db')
  return {
    file,
    ask: async (text: string) =>
      JSON.stringify(await lobby.answer(await visitor.say('lobby', text))),
    /** What `/readyz` says once it has this status: it may be a second late. */
    async ready(status: number): Promise<[number, string]> {
      for (;;) {
        const response = await fetch(new URL('/readyz', real.url))
        const said: [number, string] = [response.status, await response.text()]
        if (response.status === status) return said
        await delay(50)
      }
    },
    async copy(): Promise<string> {
      const copy = join(place.data, 'copy.db')
      const { exitCode } = await overlap(['backup', copy], { OVERLAP_DATA_DIR: place.data })
      expect(exitCode).toBe(0)
      return copy
    },
  }
}

async function opening() {
  const base = folder()
  const file = join(base, 'overlap.db')
  const news: string[] = []
  const store: Store = await storeOn(openSqlite(file, ({ message }) => void news.push(message)))
  onTestFinished(store.close)
  return { base, file, store, news }
}

async function made(path: string, migrations: typeof MIGRATIONS): Promise<void> {
  const database = openSqlite(path)
  await migrate(database, migrations)
  await database.close()
}

/** The lessons that somebody opened, from a file that is whole. */
function opened(file: string): unknown[] {
  const database = new Sqlite(file, { readonly: true })
  try {
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    return database.prepare('select lesson from lesson_progress order by opened_at').pluck().all()
  } finally {
    database.close()
  }
}
