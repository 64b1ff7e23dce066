import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migrate } from '../../bot/store/migrate.ts'
import { MIGRATIONS } from '../../bot/store/migrations.ts'
import { openSqlite } from '../../bot/store/sqlite.ts'
import { openStore } from '../../bot/store/store.ts'
import { folder, overlap } from '../cli/overlap.ts'
import { fill } from './filled.ts'

const ADA = { platform: 'slack', workspace: 'T1', id: 'U7', name: 'Ada' }

test('a person is exported as JSON, deleted, and then not there any more', async () => {
  const env = await withAda()
  const exported = await overlap(['data', 'export', 'slack/T1/U7'], env)
  expect(JSON.parse(exported.stdout)).toMatchObject({
    people: [{ person: 'slack/T1/U7', name: 'Ada' }],
    answers: [{ question: 'q', correct: 1 }],
  })
  const deleted = await overlap(['data', 'delete', 'slack/T1/U7'], env)
  expect(deleted.stdout).toMatch(/^All data about slack\/T1\/U7 is deleted/)
  const again = await overlap(['data', 'export', 'slack/T1/U7'], env)
  expect(again).toMatchObject({
    exitCode: 66,
    stderr: 'overlap: No data is kept about slack/T1/U7.\n',
  })
})

test.each([
  [['data']],
  [['data', 'export']],
  [['data', 'export', 'Ada']],
  [['data', 'burn', 'slack/T1/U7']],
  [['backup']],
  [['backup', 'a', 'b']],
  [['cases', 'all']],
])('%j is wrong usage, and says what is right', async (args) => {
  const { exitCode, stderr } = await overlap(args)
  expect(stderr).toMatch(/Usage: overlap (data|backup|cases)/)
  expect(exitCode).toBe(64)
})

test('verdicts that people called wrong are exported without names, one JSON object a line', async () => {
  const { stdout, exitCode } = await overlap(['cases'], await withAda())
  expect(JSON.parse(stdout)).toEqual({
    at: '2026-11-23T00:00:00.000Z',
    verdict: 'keep',
    remark: 'no',
    code: 'print(1)',
    advice: {},
  })
  expect(exitCode).toBe(0)
})

test('a backup is a database for the owner only, and never replaces a file', async () => {
  const env = await withAda()
  const copy = join(folder(), 'overlap.db')
  expect((await overlap(['backup', copy], env)).stdout).toMatch(/^Copied to .*overlap\.db, \d+/)
  expect(statSync(copy).mode & 0o777).toBe(0o600)
  const restored = { OVERLAP_DATA_DIR: join(copy, '..') }
  const { stdout } = await overlap(['data', 'export', 'slack/T1/U7'], restored)
  expect(JSON.parse(stdout).people).toHaveLength(1)
  const again = await overlap(['backup', copy], env)
  expect(again.stderr).toContain('already exists')
  expect(again.exitCode).toBe(66)
})

test('a backup of PostgreSQL is explained', async () => {
  const file = join(folder(), 'copy')
  const { stderr, exitCode } = await overlap(['backup', file], {
    DATABASE_URL: 'postgres://me:sesame@127.0.0.1:1/overlap',
  })
  expect(stderr).toContain('pg_dump --format=custom')
  expect(stderr).not.toContain('sesame')
  expect(exitCode).toBe(64)
  expect(existsSync(file)).toBe(false)
})

test.each([[['serve']], [['data', 'export', 'slack/T1/U7']]])(
  'with a database of a newer Overlap, %j ends with words',
  async (args) => {
    const env = { OVERLAP_DATA_DIR: folder(), OVERLAP_WEB_PORT: '0' }
    const database = openSqlite(join(env.OVERLAP_DATA_DIR, 'overlap.db'))
    await migrate(database, [...MIGRATIONS, []])
    await database.close()
    const { exitCode, stderr } = await overlap(args, env)
    expect(stderr).toMatch(/^overlap: The database has schema \d+, .* update this one/)
    expect(exitCode).toBe(78)
  },
)

/** Settings of an installation where Ada has done everything. */
async function withAda() {
  const dataDir = folder()
  const store = await openStore({ databaseUrl: null, dataDir }, () => {})
  await fill(store, ADA, { platform: 'slack', workspace: 'T1', channel: 'C1' }, 'run')
  await store.close()
  return { OVERLAP_DATA_DIR: dataDir }
}
