/** What a workspace has decided that the tutor holds to. */
import type { PersonId, Workspace } from './keys.ts'
import type { RateKind } from './rates.ts'

export type Policy = Readonly<{
  /** Where the tutor answers, apart from direct messages; everywhere when empty. `name` is how people call it. */
  channels: readonly Readonly<{ id: string; name: string }>[]
  /** Whether the workspace has named this person an admin, whatever the platform says. */
  isAdmin(person: PersonId): boolean
  /** For one person, beside the rates of the installation; null for no limit. */
  perHour: Readonly<Record<RateKind, number | null>>
}>

export type Policies = Readonly<{
  /** @throws {StoreUnavailableError} The store is away, and nothing is known from before. */
  of(workspace: Workspace): Promise<Policy>
}>

/** The id of whoever keeps the installation, at the admin's desk: an admin everywhere. No platform gives such an id. */
export const OPERATOR = 'keeper-of-overlap'
