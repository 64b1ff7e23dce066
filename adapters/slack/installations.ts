/** Workspaces that installed the tutor, with their tokens encrypted in the store. */
import type { Installation, InstallationQuery, InstallationStore } from '@slack/bolt'
import { z } from 'zod'
import type { Clock } from '../../bot/core/clock.ts'
import type { Store } from '../../bot/store/store.ts'
import type { Access } from './clients.ts'
import { keyFor, seal, unseal } from './secrets.ts'

export type Installations = Readonly<{
  /** Read from the store for every event, since other processes install and remove too. */
  accessOf(id: string): Promise<Access | null>
  /**
   * Removes an installation made before this time, epoch ms: Slack may report a removal late, and a newer
   * installation must stay.
   */
  remove(id: string, before: number): Promise<void>
  forBolt: InstallationStore
}>

const kept = z.looseObject({
  bot: z.looseObject({ token: z.string(), userId: z.string().nullish(), id: z.string().nullish() }),
})

type Place = Readonly<{ team?: { id: string } | undefined }>

/** Creates the store of installations; `secret` is what their tokens are encrypted with. */
export function createInstallations(store: Store, clock: Clock, secret: string): Installations {
  const key = keyFor(secret, 'slack installations')

  async function accessOf(id: string): Promise<Access | null> {
    const sealed = await store.installations.find(placeOf(id))
    if (sealed === null) return null
    const { bot } = kept.parse(JSON.parse(unseal(sealed, aboutOf(id), key)))
    return { token: bot.token, botUser: bot.userId ?? undefined, bot: bot.id ?? undefined }
  }

  async function remove(id: string, before: number): Promise<void> {
    await store.together(async ({ installations, workspaces }) => {
      await installations.remove(placeOf(id), before)
      if ((await installations.find(placeOf(id))) === null) {
        await workspaces.left(placeOf(id), clock())
      }
    })
  }

  const forBolt: InstallationStore = {
    async storeInstallation(installation) {
      const id = idOf(installation as Place)
      const sealed = seal(JSON.stringify(installation), aboutOf(id), key)
      await store.installations.put(placeOf(id), sealed, clock())
      await store.workspaces.joined(placeOf(id), clock())
    },
    async fetchInstallation(query) {
      const id = idOfQuery(query)
      const sealed = await store.installations.find(placeOf(id))
      if (sealed === null) throw new Error(`not installed in ${id}`)
      return JSON.parse(unseal(sealed, aboutOf(id), key)) as Installation<'v2', boolean>
    },
    deleteInstallation: (query) => remove(idOfQuery(query), clock()),
  }

  return { accessOf, remove, forBolt }
}

function placeOf(id: string) {
  return { platform: 'slack', workspace: id } as const
}

function aboutOf(id: string): string {
  return `slack/${id}`
}

/** Organisation-wide installations aren't supported: their events name workspaces, which have no token then. */
function idOf({ team }: Place): string {
  if (!team?.id) throw new Error('Slack named no workspace')
  return team.id
}

function idOfQuery({ teamId, enterpriseId }: InstallationQuery<boolean>): string {
  const id = teamId ?? enterpriseId
  if (!id) throw new Error('Slack named no workspace')
  return id
}
