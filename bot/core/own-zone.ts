/** A person's time zone. */
import { zoneOf } from '../lib/time-zones.ts'
import type { PersonId, Workspace } from './keys.ts'
import type { Person } from './request.ts'

/** Where the time zones that people set are stored. */
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

/** Returns the time zone that the person set, else the one from their platform, else the workspace's. */
export async function ownZone(person: Person, given: People & Workspaces): Promise<string> {
  return (await knownZone(person, given)) ?? (await given.settings.of(person)).timezone
}

/** Returns the time zone that the person set, else the one from their platform; null where neither is known. */
export async function knownZone(person: Person, { store }: People): Promise<string | null> {
  const known = await store.people.find(person)
  return known?.zone ?? zoneOf(person.zone ?? '')
}
