/** `overlap backup FILE`: copies the database as it is at one moment, even while Overlap serves. */
import { open, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import { size } from '../lib/text/quantities.ts'
import { EXIT, Refusal } from './exit.ts'
import { withStore } from './store.ts'
import type { Terminal } from './terminal.ts'

/**
 * Copies the SQLite database to a new file and returns the exit code.
 *
 * @throws {Refusal} when the usage is wrong, the database is PostgreSQL or can't be opened, or the file exists or
 *   can't be created.
 */
export async function backup(
  args: readonly string[],
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const [file, ...more] = args
  if (file === undefined || file.startsWith('-') || more.length > 0) {
    throw new Refusal(EXIT.usage, 'Usage: overlap backup FILE')
  }
  if (config.databaseUrl !== null) throw new Refusal(EXIT.usage, PG_DUMP)
  return withStore(config, async (store) => {
    await createPrivate(file)
    try {
      await store.backup?.(resolve(file))
    } catch (error) {
      await rm(file, { force: true })
      throw error
    }
    terminal.out(`Copied to ${file}, ${size((await stat(file)).size)}.\n`)
    return EXIT.done
  })
}

const PG_DUMP = `The database is PostgreSQL, which has a tool of its own for this, consistent under load too:
  pg_dump --format=custom --file=FILE "$DATABASE_URL"
and back into an empty database:
  pg_restore --no-owner --dbname="$DATABASE_URL" FILE`

/** Only the owner may read the file: it contains what is kept about everyone. */
async function createPrivate(file: string): Promise<void> {
  try {
    await (await open(file, 'wx', 0o600)).close()
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new Refusal(EXIT.noInput, `${file} ${REASONS[code] ?? `cannot be written (${code})`}`)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'already exists; a backup needs a new file',
  ENOENT: 'is in a folder that does not exist',
}
