/** The rules that a workspace has set for the tutor. */
import type { PersonId, Workspace } from './keys.ts'
import type { RateKind } from './rates.ts'

export type Policy = Readonly<{
  /** Where the tutor answers, apart from direct messages; everywhere when empty. `name` is how people call it. */
  channels: readonly Readonly<{ id: string; name: string }>[]
  /** Whether the workspace has named this person an admin, whatever the platform says. */
  isAdmin(person: PersonId): boolean
  /** Limits for one person, in addition to the rates of the installation; null for no limit. */
  perHour: Readonly<Record<RateKind, number | null>>
}>

export type Policies = Readonly<{
  /** @throws {StoreUnavailableError} The store is unavailable and no earlier policy is cached. */
  of(workspace: Workspace): Promise<Policy>
}>

/** The id of the operator at the admin desk, who is an admin everywhere. No platform assigns such an id. */
export const OPERATOR = 'keeper-of-overlap'
