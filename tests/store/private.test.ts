/** What is kept about people can be read by the owner of its folder alone. */
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../bot/store/store.ts'

const FILES = ['overlap.db', 'overlap.db-wal', 'overlap.db-shm']
const PRIVATE = [0o600, 0o600, 0o600]

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'overlap-private-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o7777
}

const modesIn = (dataDir: string) => FILES.map((name) => modeOf(join(dataDir, name)))

async function open(dataDir: string) {
  const store = await openStore({ databaseUrl: null, dataDir }, () => {})
  onTestFinished(store.close)
  return store
}

test('in a new folder', async () => {
  const dataDir = join(folder(), 'deep', 'data')
  await open(dataDir)
  expect([modeOf(dataDir), ...modesIn(dataDir)]).toEqual([0o700, ...PRIVATE])
})

test('in a folder that was there, with files that others could read', async () => {
  const dataDir = folder()
  chmodSync(dataDir, 0o755)
  const before = await open(dataDir)
  for (const name of FILES) chmodSync(join(dataDir, name), 0o644)
  chmodSync(dataDir, 0o775)
  mkdirSync(join(dataDir, 'lost+found'))
  await open(dataDir)
  expect([modeOf(dataDir), ...modesIn(dataDir)]).toEqual([0o700, ...PRIVATE])
  await before.ping()
})

test('in a backup that is put back while it serves', async () => {
  const dataDir = folder()
  const store = await open(dataDir)
  await store.ping()
  const restored = join(dataDir, 'restored')
  await store.backup?.(restored)
  copyFileSync(restored, `${restored}.copy`)
  chmodSync(`${restored}.copy`, 0o644)
  renameSync(`${restored}.copy`, join(dataDir, 'overlap.db'))
  await store.ping()
  expect(modesIn(dataDir)).toEqual(PRIVATE)
})

test.each<[string, (dataDir: string) => void]>([
  ['a folder with folders of others in it', (dataDir) => mkdirSync(join(dataDir, 'projects'))],
  ['a folder for everyone', (dataDir) => chmodSync(dataDir, 0o1777)],
])('%s stays open, and the files are private all the same', async (_, prepare) => {
  const dataDir = folder()
  chmodSync(dataDir, 0o755)
  prepare(dataDir)
  const mode = modeOf(dataDir)
  await open(dataDir)
  expect([modeOf(dataDir), ...modesIn(dataDir)]).toEqual([mode, ...PRIVATE])
})
