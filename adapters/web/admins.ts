/** Keeps note of which of the page's people act as admins, for what is done in their name later. */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../../bot/core/clock.ts'
import type { PersonId } from '../../bot/core/keys.ts'
import type { Log } from '../../bot/core/log.ts'
import type { Person } from '../../bot/core/request.ts'
import type { Store } from '../../bot/store/store.ts'

export type Admins = Readonly<{
  /** Once for each change. Never throws: without the store nobody is refused anything now. */
  note(person: Person): Promise<void>
  /** Whether they acted as an admin when last seen. Throws `StoreUnavailableError`. */
  has(person: PersonId): Promise<boolean>
}>

type Parts = Readonly<{
  store: Pick<Store, 'pageAdmins'>
  /** What makes somebody an admin now; under another one those noted before are none. */
  grant: string
  clock: Clock
  log: Log
}>

const KNOWN = 1000

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
