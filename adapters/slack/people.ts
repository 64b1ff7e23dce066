/** Looks up a person's display name, rights and time zone. */
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Clock } from '../../bot/core/clock.ts'
import type { Log } from '../../bot/core/log.ts'
import type { Person } from '../../bot/core/request.ts'
import { ask } from './calls.ts'
import type { Workspace } from './clients.ts'
import { TIMES } from './limits.ts'

const info = z.looseObject({
  name: z.string().nullish(),
  real_name: z.string().nullish(),
  is_admin: z.boolean().nullish(),
  is_owner: z.boolean().nullish(),
  tz: z.string().nullish(),
  profile: z
    .looseObject({ display_name: z.string().nullish(), real_name: z.string().nullish() })
    .nullish(),
})

export type People = Readonly<{
  /** `named` is the name in the event itself; if Slack can't be asked, it is used, without rights. */
  person(workspace: Workspace, id: string, named?: string | null): Promise<Person>
  /**
   * Asks Slack each time.
   *
   * @throws {PlatformUnavailableError} when Slack can't be reached.
   */
  isAdmin(workspace: Workspace, id: string): Promise<boolean>
}>

/** Number of people kept in the cache. */
const KEPT = 5000

/** Creates the lookup of people, who are cached for `TIMES.personMs` ms. */
export function createPeople(clock: Clock, log: Log): People {
  const known = new LRUCache<string, Promise<Person>>({
    max: KEPT,
    ttl: TIMES.personMs,
    ttlResolution: 0,
    perf: { now: clock },
  })

  async function person(workspace: Workspace, id: string, named?: string | null): Promise<Person> {
    const key = `${workspace.team} ${id}`
    const found = known.get(key)
    if (found) return found
    const person = personOf(workspace, id).catch((err: unknown): Person => {
      known.delete(key)
      log.warn({ err, platform: 'slack' }, 'Slack does not say who somebody is')
      return { ...bare(workspace, id), name: named || id, admin: false }
    })
    known.set(key, person)
    return person
  }

  async function isAdmin(workspace: Workspace, id: string): Promise<boolean> {
    return (await personOf(workspace, id)).admin
  }

  return { person, isAdmin }
}

async function personOf(workspace: Workspace, id: string): Promise<Person> {
  const { user } = await ask(workspace, 'users.info', () => workspace.web.users.info({ user: id }))
  const { profile, real_name, name, is_admin, is_owner, tz } = info.parse(user)
  return {
    ...bare(workspace, id),
    name: profile?.display_name || profile?.real_name || real_name || name || id,
    admin: is_admin === true || is_owner === true,
    ...(tz ? { zone: tz } : {}),
  }
}

function bare({ team }: Workspace, id: string) {
  return { platform: 'slack', workspace: team, id } as const
}
