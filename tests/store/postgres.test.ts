import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { openPostgres } from '../../bot/store/postgres.ts'
import { openStore } from '../../bot/store/store.ts'
import { contract } from './contract.ts'

/** A server on which databases may be made and removed; `.ci/run` starts one. */
const { TEST_DATABASE_URL: server } = process.env

describe.runIf(server)('PostgreSQL', () => {
  let databases = 0
  contract(async () => {
    databases += 1
    const name = `overlap_test_${process.pid}_${databases}`
    await onServer(`create database ${name}`)
    const url = new URL(server ?? '')
    url.pathname = name
    return {
      open: () => openPostgres(url.href, () => {}),
      remove: () => onServer(`drop database ${name}`),
    }
  })
})

test('a server that does not answer is named without its password', async () => {
  const databaseUrl = 'postgres://me:sesame@127.0.0.1:1/overlap'
  const opening = openStore({ databaseUrl, dataDir: '' }, () => {})
  await expect(opening).rejects.toThrow('The database cannot be opened: connect ECONNREFUSED')
  await expect(opening).rejects.not.toThrow('sesame')
})

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  await client.query(statement)
  await client.end()
}
