/** A PostgreSQL server on which databases may be made and removed; `.ci/run` starts one. */
import { Client } from 'pg'

export const { TEST_DATABASE_URL: server } = process.env

let databases = 0

export async function freshDatabase() {
  databases += 1
  const name = `overlap_test_${process.pid}_${databases}`
  await onServer(`create database ${name}`)
  const url = new URL(server ?? '')
  url.pathname = name
  return { url, remove: () => onServer(`drop database ${name}`) }
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  await client.query(statement)
  await client.end()
}
