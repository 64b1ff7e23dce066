/** The time zone a person lives by. */
import { zoneOf } from '../lib/time-zones.ts'
import type { PersonId, Workspace } from './keys.ts'
import type { Person } from './request.ts'

/** Where the zones are found that people have told. */
type People = Readonly<{
  store: Readonly<{
    people: Readonly<{
      find(person: PersonId): Promise<Readonly<{ zone: string | null }> | null>
    }>
  }>
}>

type Workspaces = Readonly<{
  settings: Readonly<{ of(workspace: Workspace): Promise<Readonly<{ timezone: string }>> }>
}>

/** As they have said, else as their platform tells, else the workspace's. */
export async function ownZone(person: Person, given: People & Workspaces): Promise<string> {
  return (await knownZone(person, given)) ?? (await given.settings.of(person)).timezone
}

/** As they have said, else as their platform tells; null where that is none that is known here. */
export async function knownZone(person: Person, { store }: People): Promise<string | null> {
  const known = await store.people.find(person)
  return known?.zone ?? zoneOf(person.zone ?? '')
}
