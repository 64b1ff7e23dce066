/** Tells an unavailable database from a bug. */

import { StoreUnavailableError } from '../core/errors.ts'

type Ask = (...asked: unknown[]) => Promise<unknown>

/** Wraps the areas so that each function throws `StoreUnavailableError` when the database is unavailable. */
export function reportUnavailable<Areas extends Readonly<Record<string, object>>>(
  areas: Areas,
): Areas {
  return mapped(areas, (area: object) =>
    mapped(area, (ask: Ask): Ask => {
      return (...asked) => unlessUnavailable(() => ask(...asked))
    }),
  )
}

/** Each value keeps its type. */
function mapped<All extends object, Value>(all: All, change: (value: Value) => Value): All {
  const entries: [string, Value][] = Object.entries(all)
  return Object.fromEntries(entries.map(([key, each]) => [key, change(each)])) as All
}

/**
 * Calls `ask` and passes on its result.
 *
 * @throws {StoreUnavailableError} The database is unavailable; any other error is passed on as it is.
 */
export async function unlessUnavailable<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (error) {
    throw isAway(error)
      ? new StoreUnavailableError('the database is away', { cause: error })
      : error
  }
}

/**
 * Whether an error means that the database is unavailable, by its code; for a lost connection, by the driver's message.
 */
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
