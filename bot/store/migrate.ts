/** Migrates a database to the program's schema, once, however many processes start concurrently. */
import { type Kysely, sql } from 'kysely'
import { type Database, StoreUnavailable } from './database.ts'
import { MIGRATIONS, type Migration } from './migrations.ts'
import type { Schema } from './schema.ts'

/**
 * Runs all pending migrations in one transaction; both databases can roll back a `create table`.
 *
 * @throws {StoreUnavailable} A newer Overlap has migrated the database.
 */
export async function migrate(
  database: Database,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<void> {
  await database.exclusive(async (db) => {
    await sql`create table if not exists schema_version (version integer not null)`.execute(db)
    const version = await versionOf(db)
    if (version > migrations.length) {
      throw new StoreUnavailable(
        `The database has schema ${version}, and this Overlap knows schemas up to ${migrations.length}. ` +
          'A newer Overlap has used it: update this one, or restore a backup.',
      )
    }
    if (version === migrations.length) return
    for (const statement of migrations.slice(version).flat()) await sql.raw(statement).execute(db)
    await db.deleteFrom('schema_version').execute()
    await db.insertInto('schema_version').values({ version: migrations.length }).execute()
  })
}

async function versionOf(db: Kysely<Schema>): Promise<number> {
  const row = await db.selectFrom('schema_version').select('version').executeTakeFirst()
  return row?.version ?? 0
}
