import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '../../bot/store/sqlite.ts'
import { openStore, storeOn } from '../../bot/store/store.ts'
import { contract } from './contract.ts'
import { memoryStore } from './memory.ts'

describe('SQLite in a file', () => {
  contract(async () => {
    const base = mkdtempSync(join(tmpdir(), 'overlap-store-'))
    return {
      open: () => openSqlite(join(base, 'overlap.db')),
      remove: async () => rmSync(base, { recursive: true }),
    }
  })
})

describe('SQLite', () => {
  test('processes that start at the same moment on an empty folder all open the store', async () => {
    const dataDir = join(folder(), 'data')
    const script = `
      import { openStore } from ${JSON.stringify(STORE)}
      const store = await openStore({ databaseUrl: null, dataDir: ${JSON.stringify(dataDir)} }, () => {})
      const news = await Promise.all(Array.from({ length: 50 }, (_, n) => store.events.isNew(String(n), n)))
      console.log(news.filter(Boolean).length)
      await store.close()`
    const args = ['--input-type=module-typescript', '--eval', script]
    const ended = await Promise.all([1, 2, 3, 4].map(() => execa(process.execPath, args)))
    expect(ended.reduce((sum, { stdout }) => sum + Number(stdout), 0)).toBe(50)
  })

  test('SIGKILL in the middle loses nothing that was confirmed, and leaves nothing half done', async () => {
    const dataDir = join(folder(), 'data')
    const script = `
      import { openStore } from ${JSON.stringify(STORE)}
      const store = await openStore({ databaseUrl: null, dataDir: ${JSON.stringify(dataDir)} }, () => {})
      const person = { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada' }
      const answer = { chosen: 0, correct: true, takenMs: 1, at: 1, context: 'solo' }
      const place = { ...person, channel: 'c' }
      for (let n = 0; ; n += 20) {
        await Promise.all(Array.from({ length: 20 }, async (_, more) => {
          const question = process.pid + '-' + (n + more)
          await store.together(async ({ answers, points }) => {
            await answers.add(person, { ...answer, source: question, question })
            await points.award(person, { question, place, points: 1, at: 1 })
          })
          console.log(question)
        }))
      }`
    const confirmed: string[] = []
    for (const kills of [30, 75, 210]) {
      const args = ['--input-type=module-typescript', '--eval', script]
      const writer = execa(process.execPath, args, { reject: false })
      let lines = 0
      for await (const line of writer.iterable()) {
        confirmed.push(line)
        lines += 1
        if (lines === kills) writer.kill('SIGKILL')
      }
    }
    const store = await openStore({ databaseUrl: null, dataDir }, () => {})
    onTestFinished(store.close)
    const ada = { platform: 'test', workspace: 'w', id: 'ada' }
    const kept = new Set((await store.answers.latest(ada, 1e6)).map(({ question }) => question))
    expect(confirmed.length).toBeGreaterThan(300)
    expect(confirmed.filter((question) => !kept.has(question))).toEqual([])
    expect((await store.points.rank({ place: ada, since: 0 }, ada))?.points).toBe(kept.size)
  })

  test('its folder is for the owner only', async () => {
    const dataDir = join(folder(), 'data')
    await (await openStore({ databaseUrl: null, dataDir }, () => {})).close()
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  })

  test('a file that is no database is refused with words', async () => {
    const opening = openStore({ databaseUrl: null, dataDir: '/dev/null' }, () => {})
    await expect(opening).rejects.toThrow(/^Can't open the database: /)
  })

  test('a backup made while people answer is whole, and has everything confirmed before it', async () => {
    const base = folder()
    const store = await storeOn(openSqlite(join(base, 'overlap.db')))
    onTestFinished(store.close)
    const person = { platform: 'test', workspace: 'w', id: 'ada', name: 'Ada' }
    const confirmed: number[] = []
    let going = true
    /** Both rows are of one transaction, so no copy may have one without the other. */
    const write = async (n: number) => {
      await store.together(async ({ answers, points }) => {
        const question = `q${n}`
        const answer = { chosen: n, correct: true, takenMs: 1, at: n, context: 'solo' } as const
        await answers.add(person, { ...answer, source: `${n}`, question })
        const place = { platform: 'test', workspace: 'w', channel: 'c' }
        await points.award(person, { question, place, points: 1, at: n })
      })
      confirmed.push(n)
    }
    const writing = [0, 1, 2, 3].map(async (writer) => {
      for (let n = writer; going; n += 4) await write(n)
    })
    for (const name of ['first.db', 'second.db', 'third.db']) {
      while (confirmed.length % 100 < 90) await new Promise(setImmediate)
      const before = [...confirmed]
      await store.backup?.(join(base, name))
      const copy = await storeOn(openSqlite(join(base, name)))
      const answers = await copy.answers.latest(person, 1e6)
      const rank = await copy.points.rank(
        { place: { platform: 'test', workspace: 'w' }, since: 0 },
        person,
      )
      await copy.close()
      const copied = new Set(answers.map(({ chosen }) => chosen))
      expect(before.filter((n) => !copied.has(n))).toEqual([])
      expect(rank?.points).toBe(copied.size)
    }
    going = false
    await Promise.all(writing)
  })

  test('five hundred answers within half a second are counted, each once', async () => {
    const store = await storeOn(openSqlite(join(folder(), 'overlap.db')))
    onTestFinished(store.close)
    const before = { platform: 'test', workspace: 'w' }
    const host = { ...before, id: 'host', name: 'Host' }
    const place = { ...before, channel: 'c' }
    const step = { status: 'running', question: 0, deadline: null, state: {} } as const
    const quiz = { run: 'r', kind: 'group', place, host, topic: '', settings: {} } as const
    await store.quizzes.start({ ...quiz, startedAt: 0, ...step })
    await Promise.all(
      Array.from({ length: 500 }, async (_, n) => {
        await new Promise((resolve) => setTimeout(resolve, n))
        const person = { ...before, id: `p${n}`, name: 'P' }
        const given = { question: 0, chosen: 1, correct: true, takenMs: 1, at: 0, person }
        expect(await store.quizzes.answer('r', given, 1)).toBe('counted')
      }),
    )
    expect(await store.quizzes.countAnswers('r', 0)).toBe(500)
  })

  test('memory leaves no file', async () => {
    const store = await memoryStore()
    expect(await store.events.isNew('1', 1)).toBe(true)
    await store.close()
  })
})

const STORE = join(import.meta.dirname, '../../bot/store/store.ts')

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'overlap-store-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}
