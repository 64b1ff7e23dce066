/** Each workspace's settings. They are read often, so they are cached; changes are rare and written to the audit log. */
import { LRUCache } from 'lru-cache'
import type { Clock } from '../../core/clock.ts'
import { StoreUnavailableError } from '../../core/errors.ts'
import {
  type NamedPerson,
  type PersonId,
  personKey,
  type Workspace,
  workspaceKey,
} from '../../core/keys.ts'
import { OPERATOR, type Policies } from '../../core/policy.ts'
import type { NamedAdmin } from '../../store/admins.ts'
import type { Store } from '../../store/store.ts'
import { said } from './format.ts'
import { type SettingKey, type SettingValues, valuesOf } from './table.ts'

export type WorkspaceSettings = SettingValues & Readonly<{ admins: readonly NamedAdmin[] }>

export type Settings = Readonly<{
  /**
   * The current settings. Changes by other processes show within `CACHE.freshMs`. While the store is unavailable,
   * the last known ones.
   */
  of(workspace: Workspace): Promise<WorkspaceSettings>
  /** Changes a setting; the caller has validated `value`. False if it is already that. */
  change<Key extends SettingKey>(
    by: NamedPerson,
    key: Key,
    value: SettingValues[Key],
  ): Promise<boolean>
  /** False if they are already an admin. */
  addAdmin(by: NamedPerson, person: NamedPerson): Promise<boolean>
  /** False if they weren't an admin. */
  removeAdmin(by: NamedPerson, person: NamedPerson): Promise<boolean>
}>

const CACHE = { freshMs: 15_000, workspaces: 500 } as const

type Kept = Readonly<{ settings: Promise<WorkspaceSettings>; until: number }>

/** Creates the settings of all workspaces, cached for 15 seconds each; changes are written to the audit log. */
export function createSettings(
  store: Pick<Store, 'settings' | 'admins' | 'together'>,
  clock: Clock,
): Settings {
  const cache = new LRUCache<string, Kept>({ max: CACHE.workspaces })

  function of(workspace: Workspace): Promise<WorkspaceSettings> {
    const key = workspaceKey(workspace)
    const kept = cache.get(key)
    if (kept && kept.until > clock()) return kept.settings
    const settings = read(workspace).catch((error: unknown) => {
      if (kept && error instanceof StoreUnavailableError) return kept.settings
      cache.delete(key)
      throw error
    })
    cache.set(key, { settings, until: clock() + CACHE.freshMs })
    return settings
  }

  async function read(workspace: Workspace): Promise<WorkspaceSettings> {
    const [stored, admins] = await Promise.all([
      store.settings.of(workspace),
      store.admins.of(workspace),
    ])
    return { ...valuesOf(stored), admins }
  }

  async function changing(workspace: Workspace, change: () => Promise<boolean>): Promise<boolean> {
    const key = workspaceKey(workspace)
    try {
      const isChanged = await change()
      cache.delete(key)
      return isChanged
    } catch (error) {
      const kept = cache.get(key)
      if (kept) cache.set(key, { ...kept, until: 0 })
      throw error
    }
  }

  return {
    of,

    change: (by, key, value) =>
      changing(by, () =>
        store.together(async ({ settings, audit }) => {
          const at = clock()
          await settings.hold(by, at)
          const before = valuesOf(await settings.of(by))
          const [from, to] = [said(key, before[key]), said(key, value)]
          if (from === to) return false
          await settings.put(by, { ...before, [key]: value }, at)
          await audit.add({ workspace: by, by, what: key, from, to, at })
          return true
        }),
      ),

    addAdmin: (by, person) =>
      changing(by, () =>
        store.together(async ({ admins, audit }) => {
          const at = clock()
          if (!(await admins.add(person, at))) return false
          await audit.add({ ...ADMIN, workspace: by, by, subject: person, to: 'named', at })
          return true
        }),
      ),

    removeAdmin: (by, person) =>
      changing(by, () =>
        store.together(async ({ admins, audit }) => {
          if (!(await admins.remove(person))) return false
          await audit.add({
            ...ADMIN,
            workspace: by,
            by,
            subject: person,
            to: 'removed',
            at: clock(),
          })
          return true
        }),
      ),
  }
}

const ADMIN = { what: 'admins', from: null, to: null } as const

/** The policies that the tutor enforces, from the workspace's settings. */
export function policiesOf(settings: Pick<Settings, 'of'>): Policies {
  return {
    async of(workspace) {
      const set = await settings.of(workspace)
      return {
        channels: set.channels,
        isAdmin: (person) => isNamedAdmin(set, person),
        perHour: { run: set.runsPerHour, model: set.modelCallsPerHour, proof: null },
      }
    },
  }
}

/** Whether a person was named an admin in the settings, or is the operator. */
export function isNamedAdmin({ admins }: WorkspaceSettings, person: PersonId): boolean {
  return person.id === OPERATOR || admins.some((each) => personKey(each) === personKey(person))
}
