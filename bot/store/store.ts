/** What outlives a restart. One module an area; each function is done all or not at all, or throws `StoreUnavailableError`. */
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
     * Does several things all or not at all: what `work` throws takes everything back. Many share one
     * transaction, so inside it wait for nothing but the areas it is given; the store itself refuses.
     */
    together<Result>(work: (areas: Areas) => Promise<Result>): Promise<Result>
  }> &
  Pick<Database, 'ping' | 'backup' | 'close'>

type Where = Readonly<{
  /** Of PostgreSQL; null for SQLite in `dataDir`. */
  databaseUrl: string | null
  dataDir: string
}>

/** Throws a `StoreUnavailable`. */
export async function openStore(
  where: Where,
  onLost: (error: Error) => void,
  onAsked: OnAsked = () => {},
): Promise<Store> {
  try {
    if (where.databaseUrl === null)
      return await storeOn(openSqlite(databaseFile(where.dataDir), onLost, onAsked))
    // Loaded where it is used: most installations have no PostgreSQL, and start the sooner.
    const { openPostgres } = await import('./postgres.ts')
    return await storeOn(openPostgres(where.databaseUrl, onLost, onAsked))
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    throw new StoreUnavailable(`Can't open the database: ${reason(error)}`, { cause: error })
  }
}

/** A host with several addresses fails with an error for each and no words of its own. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join('; ')
  return error instanceof Error ? error.message : String(error)
}

/** Brings the database to the present schema first. */
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
