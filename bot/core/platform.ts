/** What a platform does for the core: post messages nobody asked for, open threads, check who is an admin. */
import { z } from 'zod'
import type { Channel, PersonId } from './keys.ts'
import type { Message } from './message.ts'

/** A channel, or a thread in it. */
export type ChannelRef = Channel & Readonly<{ thread?: string }>

/** How the platform finds a posted message again; a JSON value, so that the store can keep it. */
export type Posted = Readonly<{ spot: ChannelRef; id: string; only?: Only; planned?: Planned }>

/** A post planned under a key, which may exist already, in reply to the message `to`. `id` is empty then. */
type Planned = Readonly<{ key: string; to?: string }>

/** Visible to one person only: their id, and whatever else the platform needs to reach that message. */
export type Only = Readonly<{ person: string; address: string }>

export const postedSchema = z.object({
  spot: z.object({
    platform: z.string(),
    workspace: z.string(),
    channel: z.string(),
    thread: z.string().exactOptional(),
  }),
  id: z.string(),
  only: z.object({ person: z.string(), address: z.string() }).exactOptional(),
  planned: z.object({ key: z.string(), to: z.string().exactOptional() }).exactOptional(),
})

export type Platform = Readonly<{
  /** As in `Person.platform`. */
  name: string
  /**
   * Posts a message. Where the platform supports it, posting again under the same `key` posts nothing new.
   *
   * @throws {ChannelClosedError} The channel is gone or closed to the tutor.
   * @throws {PlatformUnavailableError} The platform can't be reached now.
   */
  post(spot: ChannelRef, message: Message, key: string): Promise<Posted>
  /**
   * Edits a message. A deleted one stays deleted, an ephemeral one that can't be edited is sent again, and a planned
   * one is posted.
   */
  edit(posted: Posted, message: Message): Promise<void>
  /** Whether long exchanges belong in a thread of their own rather than in the channel. */
  prefersThreads?: boolean
  /** Opens a thread under a message; where the platform has no threads, returns the message's own channel. */
  openThread(posted: Posted, title: string): Promise<ChannelRef>
  /** Sends a direct message. Returns false when the platform doesn't allow it. */
  tell(person: PersonId, message: Message, key: string): Promise<boolean>
  /** Whether the person is an admin now; not cached here. Throws when the platform doesn't answer. */
  isAdmin(person: PersonId, channel?: Channel): Promise<boolean>
  /** For `doctor`, `/readyz` and the log; never contains a secret. */
  state(): Readonly<{ connected: boolean; detail: string }>
  close(): Promise<void>
}>

/** The channel is gone, or the tutor may not post there. */
export class ChannelClosedError extends Error {
  override name = 'ChannelClosedError'
}

/** The platform can't be reached now; try again later. */
export class PlatformUnavailableError extends Error {
  override name = 'PlatformUnavailableError'
}

export type Platforms = Omit<Platform, 'name' | 'state' | 'close' | 'prefersThreads'> &
  Readonly<{
    add(platform: Platform): void
    all(): readonly Platform[]
    prefersThreads(name: string): boolean
  }>

/**
 * Creates a registry that forwards each call to the platform it is for.
 *
 * @throws {PlatformUnavailableError} From each call, when that platform was not added.
 */
export function createPlatforms(): Platforms {
  const byName = new Map<string, Platform>()

  function of(name: string): Platform {
    const platform = byName.get(name)
    if (!platform) throw new PlatformUnavailableError(`${name} is not connected`)
    return platform
  }

  return {
    add: (platform) => void byName.set(platform.name, platform),
    all: () => [...byName.values()],
    prefersThreads: (name) => byName.get(name)?.prefersThreads ?? false,
    post: async (spot, ...said) => of(spot.platform).post(spot, ...said),
    edit: async (posted, message) => of(posted.spot.platform).edit(posted, message),
    openThread: async (posted, title) => of(posted.spot.platform).openThread(posted, title),
    tell: async (person, ...said) => of(person.platform).tell(person, ...said),
    isAdmin: async (person, channel) => of(person.platform).isAdmin(person, channel),
  }
}
