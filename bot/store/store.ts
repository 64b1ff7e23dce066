/** Persistent data. One module for each area; every function is atomic, or throws `StoreUnavailableError`. */
import { join } from 'node:path'
import { dataFolder } from '../lib/data-folder.ts'
import { actions } from './actions.ts'
import { admins } from './admins.ts'
import { answers } from './answers.ts'
import { audit } from './audit.ts'
import { challenges } from './challenges.ts'
import { counts } from './counts.ts'
import { type Access, type Database, type OnAsked, StoreUnavailable } from './database.ts'
import { disputes } from './disputes.ts'
import { events } from './events.ts'
import { exchanges } from './exchanges.ts'
import { installations } from './installations.ts'
import { unfinished } from './interrupted.ts'
import { lessons } from './lessons.ts'
import { migrate } from './migrate.ts'
import { pageAdmins } from './page-admins.ts'
import { people } from './people.ts'
import { personal } from './personal.ts'
import { points } from './points.ts'
import { questions } from './questions.ts'
import { quizzes } from './quizzes.ts'
import { rates } from './rates.ts'
import { replies } from './replies.ts'
import { reviews } from './reviews.ts'
import { settings } from './settings.ts'
import { openSqlite } from './sqlite.ts'
import { tips } from './tips.ts'
import { guarded } from './transaction-guard.ts'
import { reportUnavailable, unlessUnavailable } from './unavailable.ts'
import { usage } from './usage.ts'
import { votes } from './votes.ts'
import { workspaces } from './workspaces.ts'

export type Areas = ReturnType<typeof areas>

export type Store = Areas &
  Readonly<{
    /**
     * Runs `work` in one transaction; if it throws, everything is rolled back. Concurrent ones may share a commit, so
     * `work` may await nothing but the areas it is given; calls to the store itself are refused.
     */
    together<Result>(work: (areas: Areas) => Promise<Result>): Promise<Result>
  }> &
  Pick<Database, 'ping' | 'backup' | 'close'>

type Where = Readonly<{
  /** URL of PostgreSQL; null for SQLite in `dataDir`. */
  databaseUrl: string | null
  dataDir: string
}>

/**
 * Opens the database, and migrates it to the current schema.
 *
 * @param onLost - Called when an idle connection breaks.
 * @param onAsked - Called with the duration of each statement, ms.
 * @throws {StoreUnavailable} The database can't be opened; the message is for the operator.
 *
 * @example
 * const store = await openStore({ databaseUrl: null, dataDir: 'data' }, (err) => log.warn({ err }, 'lost'))
 * await store.people.seen(person, Date.now())
 * await store.close()
 */
export async function openStore(
  where: Where,
  onLost: (error: Error) => void,
  onAsked: OnAsked = () => {},
): Promise<Store> {
  try {
    if (where.databaseUrl === null)
      return await storeOn(openSqlite(databaseFile(where.dataDir), onLost, onAsked))
    // Loaded on demand: most installations don't use PostgreSQL and start faster without it.
    const { openPostgres } = await import('./postgres.ts')
    return await storeOn(openPostgres(where.databaseUrl, onLost, onAsked))
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    throw new StoreUnavailable(`Can't open the database: ${reason(error)}`, { cause: error })
  }
}

/** Connecting to a host with several addresses fails with one error for each and no message of its own. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ')
  return error instanceof Error ? error.message : String(error)
}

/**
 * Creates a store on an open database, after migrating it to the current schema. Closes it if that fails.
 *
 * @throws {StoreUnavailable} A newer Overlap has migrated the database.
 */
export async function storeOn(database: Database): Promise<Store> {
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    throw error
  }
  const { access, inside } = guarded(database)
  return {
    ...reportUnavailable(areas(access)),
    together: (work) =>
      unlessUnavailable(() =>
        access.write((db) =>
          inside(() => {
            const nested: Access['write'] = (work) => work(db)
            return work(areas({ kind: access.kind, read: db, write: nested, relaxed: nested }))
          }),
        ),
      ),
    ping: database.ping,
    backup: database.backup,
    close: database.close,
  }
}

function areas(access: Access) {
  return {
    people: people(access),
    lessons: lessons(access),
    answers: answers(access),
    reviews: reviews(access),
    challenges: challenges(access),
    questions: questions(access),
    quizzes: quizzes(access),
    points: points(access),
    events: events(access),
    actions: actions(access),
    replies: replies(access),
    unfinished: unfinished(access),
    workspaces: workspaces(access),
    installations: installations(access),
    settings: settings(access),
    tips: tips(access),
    admins: admins(access),
    pageAdmins: pageAdmins(access),
    audit: audit(access),
    counts: counts(access),
    rates: rates(access),
    exchanges: exchanges(access),
    votes: votes(access),
    disputes: disputes(access),
    usage: usage(access),
    personal: personal(access),
  }
}

function databaseFile(dataDir: string): string {
  return join(dataFolder(dataDir), 'overlap.db')
}
