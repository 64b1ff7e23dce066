/** A database that is away: how that is told from a bug, and said. */

import { StoreUnavailableError } from '../core/errors.ts'

type Ask = (...asked: unknown[]) => Promise<unknown>

/** The areas, each function of which throws `StoreUnavailableError` when the database is away. */
export function reportUnavailable<Areas extends Readonly<Record<string, object>>>(
  areas: Areas,
): Areas {
  return mapped(areas, (area: object) =>
    mapped(area, (ask: Ask): Ask => {
      return (...asked) => unlessUnavailable(() => ask(...asked))
    }),
  )
}

/** The values stay of the type that they were of. */
function mapped<All extends object, Value>(all: All, change: (value: Value) => Value): All {
  const entries: [string, Value][] = Object.entries(all)
  return Object.fromEntries(entries.map(([key, each]) => [key, change(each)])) as All
}

export async function unlessUnavailable<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (error) {
    throw isAway(error)
      ? new StoreUnavailableError('the database is away', { cause: error })
      : error
  }
}

/** By the codes of SQLite, PostgreSQL and the network; of a lost connection the driver says it in words. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return AWAY.test('code' in error ? String(error.code) : error.message)
}

const AWAY = new RegExp(
  [
    // https://www.sqlite.org/rescode.html
    '^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN|PROTOCOL)',
    // Classes of https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, resources, shutdown, disk.
    '^(08|53|58)...$|^57P0[1-5]$|^25006$',
    '^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOST|ENET)',
    '^Connection terminated|^timeout exceeded when trying to connect|is not queryable$',
  ].join('|'),
)
