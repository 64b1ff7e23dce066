/** The time zone a person lives by. */

import { zoneOf } from '../lib/time-zones.ts'
import type { Context } from './command.ts'
import type { Person } from './request.ts'

/** As they have said, else as their platform tells, else the workspace's. */
export async function ownZone(
  person: Person,
  { store, settings }: Pick<Context, 'store' | 'settings'>,
): Promise<string> {
  return (await knownZone(person, { store })) ?? (await settings.of(person)).timezone
}

/** As they have said, else as their platform tells; null where that is none that is known here. */
export async function knownZone(
  person: Person,
  { store }: Pick<Context, 'store'>,
): Promise<string | null> {
  const known = await store.people.find(person)
  return known?.zone ?? zoneOf(person.zone ?? '')
}
