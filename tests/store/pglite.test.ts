import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect } from 'kysely'
import { describe } from 'vitest'
import { postgresDatabase } from '../../bot/store/postgres.ts'
import { contract } from './contract.ts'

/** PostgreSQL compiled to WebAssembly, so that everyone runs the suite on it; one connection. */
describe('PGlite', () => {
  contract(async () => {
    const pglite = await PGlite.create()
    const database = postgresDatabase(new PGliteDialect({ pglite }))
    return {
      open: () => ({ ...database, close: async () => {} }),
      remove: () => database.close(),
    }
  })
})
