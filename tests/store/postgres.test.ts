import { describe, expect, test } from 'vitest'
import { openPostgres } from '../../bot/store/postgres.ts'
import { openStore } from '../../bot/store/store.ts'
import { contract } from './contract.ts'
import { freshDatabase, server } from './server.ts'

describe.runIf(server)('PostgreSQL', () => {
  contract(async () => {
    const { url, remove } = await freshDatabase()
    return { open: () => openPostgres(url.href, () => {}), remove }
  })
})

test('a server that does not answer is named without its password', async () => {
  const databaseUrl = 'postgres://me:sesame@127.0.0.1:1/overlap'
  const opening = openStore({ databaseUrl, dataDir: '' }, () => {})
  await expect(opening).rejects.toThrow("Can't open the database: connect ECONNREFUSED")
  await expect(opening).rejects.not.toThrow('sesame')
})
