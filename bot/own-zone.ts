/** The time zone a person lives by. */
import type { Context } from './command.ts'
import type { Person } from './request.ts'

/** As they have said, else as their platform tells, else the workspace's. */
export async function ownZone(
  person: Person,
  { store, settings }: Pick<Context, 'store' | 'settings'>,
): Promise<string> {
  const known = await store.people.find(person)
  return known?.zone ?? person.zone ?? (await settings.of(person)).timezone
}
