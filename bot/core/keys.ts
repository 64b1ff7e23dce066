/** How people, workspaces and channels are named in the store: one text each, unique over all platforms. */
import type { Person } from './request.ts'

/** What a person is known by. */
export type PersonId = Pick<Person, 'platform' | 'workspace' | 'id'>
/** A person as an area of the store needs them: a display name may be new to it. */
export type NamedPerson = PersonId & Pick<Person, 'name'>
export type Workspace = Pick<Person, 'platform' | 'workspace'>
/** `channel` is unique within the workspace. */
export type Channel = Workspace & Readonly<{ channel: string }>

/** `slack/T1/U7` */
export function personKey({ platform, workspace, id }: PersonId): string {
  return keyOf(platform, workspace, id)
}

/** `slack/T1` */
export function workspaceKey({ platform, workspace }: Workspace): string {
  return keyOf(platform, workspace)
}

/** `slack/T1/C9` */
export function channelKey({ platform, workspace, channel }: Channel): string {
  return keyOf(platform, workspace, channel)
}

/** The other way; null when the text is no key of a person. */
export function personOf(key: string): PersonId | null {
  const parts = partsOf(key)
  return parts && { platform: parts[0], workspace: parts[1], id: parts[2] }
}

/** The other way; null when the text is no key of a channel. */
export function channelOf(key: string): Channel | null {
  const parts = partsOf(key)
  return parts && { platform: parts[0], workspace: parts[1], channel: parts[2] }
}

/** The other way; null when the text is no key of a workspace. */
export function workspaceOf(key: string): Workspace | null {
  const [platform, workspace, ...more] = key.split('/').map(decoded)
  if (!platform || workspace === undefined || more.length > 0) return null
  return { platform, workspace }
}

/** For keys out of the store, which are of its own making. */
export function proper<Named>(named: Named | null): Named {
  if (named === null) throw new Error('the store has a key that is none')
  return named
}

function keyOf(...parts: readonly string[]): string {
  return parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')
}

/** A workspace may be empty: some platforms have messages outside of any. */
function partsOf(key: string): readonly [string, string, string] | null {
  const [platform, workspace, last, ...more] = key.split('/').map(decoded)
  if (!platform || workspace === undefined || !last || more.length > 0) return null
  return [platform, workspace, last]
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
