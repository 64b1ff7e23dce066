/** What a platform can do for the core besides asking: speak unasked, open a thread, tell who has which rights. */
import { z } from 'zod'
import type { Channel, PersonId } from './keys.ts'
import type { Message } from './message.ts'

/** A channel, or a thread in it. */
export type ChannelRef = Channel & Readonly<{ thread?: string }>

/** A message that was posted, as the platform finds it again; a JSON value, so that the store can keep it. */
export type Posted = Readonly<{ spot: ChannelRef; id: string; only?: Only; planned?: Planned }>

/** What is to be posted under a key and may be there already, in reply to the message `to`. `id` is empty then. */
type Planned = Readonly<{ key: string; to?: string }>

/** Seen by one person alone: their id, and what else the platform needs to reach what they see. */
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
   * `key` is unique to what is said: where the platform can, the same key again posts nothing new.
   * Throws `ChannelClosedError`.
   */
  post(spot: ChannelRef, message: Message, key: string): Promise<Posted>
  /** A message that is gone is left so. What one person sees and cannot be edited is told them anew, what was only planned is posted. */
  edit(posted: Posted, message: Message): Promise<void>
  /** What goes on for long is better in a thread of its own than in the channel. */
  prefersThreads?: boolean
  /** Under a message; where the platform has no threads, its own spot. */
  openThread(posted: Posted, title: string): Promise<ChannelRef>
  /** In private. False when the platform does not let it. */
  tell(person: PersonId, message: Message, key: string): Promise<boolean>
  /** Asked anew each time. Throws when the platform does not answer. */
  isAdmin(person: PersonId, channel?: Channel): Promise<boolean>
  /** For the doctor, `/readyz` and the log; never holds a secret. */
  state(): Readonly<{ connected: boolean; detail: string }>
  close(): Promise<void>
}>

/** The channel is gone, or closed to the tutor. */
export class ChannelClosedError extends Error {
  override name = 'ChannelClosedError'
}

/** The platform is not connected now; it may be later. */
export class PlatformUnavailableError extends Error {
  override name = 'PlatformUnavailableError'
}

export type Platforms = Omit<Platform, 'name' | 'state' | 'close' | 'prefersThreads'> &
  Readonly<{
    add(platform: Platform): void
    all(): readonly Platform[]
    prefersThreads(name: string): boolean
  }>

/** Each call goes to the platform that it is for; one that is not there throws `PlatformUnavailableError`. */
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
