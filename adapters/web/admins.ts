/** Remembers which people on the page act as admins, for what is done in their name later. */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../../bot/core/clock.ts'
import type { PersonId } from '../../bot/core/keys.ts'
import type { Log } from '../../bot/core/log.ts'
import type { Person } from '../../bot/core/request.ts'
import type { Store } from '../../bot/store/store.ts'

export type Admins = Readonly<{
  /** Stores a change of role. Never throws: without the store, nobody is turned away. */
  note(person: Person): Promise<void>
  /**
   * Whether they were an admin when last seen.
   *
   * @throws {StoreUnavailableError} when the store can't be reached.
   */
  has(person: PersonId): Promise<boolean>
}>

type Parts = Readonly<{
  store: Pick<Store, 'pageAdmins'>
  /** Identifies the current admin token; admins noted under another one no longer count. */
  grant: string
  clock: Clock
  log: Log
}>

const KNOWN = 1000

/** Creates the record of admins, which writes to the store only when a role changes. */
export function createAdmins({ store: { pageAdmins }, grant, clock, log }: Parts): Admins {
  const known = new LRUCache<string, boolean>({ max: KNOWN })

  return {
    async note(person) {
      const { id, admin } = person
      if (known.get(id) === admin) return
      try {
        if (admin) await pageAdmins.put(person, grant, clock())
        else if (await pageAdmins.has(person, grant)) await pageAdmins.remove(person)
        known.set(id, admin)
      } catch (err) {
        log.warn({ err }, 'could not note who is an admin')
      }
    },

    has: (person) => pageAdmins.has(person, grant),
  }
}
