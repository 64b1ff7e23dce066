/** Keys for people, workspaces and channels in the store: one string each, unique across platforms. */
import type { Person } from './request.ts'

/** Identifies a person. */
export type PersonId = Pick<Person, 'platform' | 'workspace' | 'id'>
/** A person with their current display name, which the store may not know yet. */
export type NamedPerson = PersonId & Pick<Person, 'name'>
export type Workspace = Pick<Person, 'platform' | 'workspace'>
/** `channel` is unique within the workspace. */
export type Channel = Workspace & Readonly<{ channel: string }>

/** Formats the key of a person, such as `slack/T1/U7`. */
export function personKey({ platform, workspace, id }: PersonId): string {
  return keyOf(platform, workspace, id)
}

/** Formats the key of a workspace, such as `slack/T1`. */
export function workspaceKey({ platform, workspace }: Workspace): string {
  return keyOf(platform, workspace)
}

/** Formats the key of a channel, such as `slack/T1/C9`. */
export function channelKey({ platform, workspace, channel }: Channel): string {
  return keyOf(platform, workspace, channel)
}

/** Parses the key of a person; null when it isn't one. */
export function personOf(key: string): PersonId | null {
  const parts = partsOf(key)
  return parts && { platform: parts[0], workspace: parts[1], id: parts[2] }
}

/** Parses the key of a channel; null when it isn't one. */
export function channelOf(key: string): Channel | null {
  const parts = partsOf(key)
  return parts && { platform: parts[0], workspace: parts[1], channel: parts[2] }
}

/** Parses the key of a workspace; null when it isn't one. */
export function workspaceOf(key: string): Workspace | null {
  const [platform, workspace, ...more] = key.split('/').map(decoded)
  if (!platform || workspace === undefined || more.length > 0) return null
  return { platform, workspace }
}

/**
 * Asserts that a key read from the store was valid; the store wrote it itself.
 *
 * @throws {Error} The key was not valid.
 */
export function proper<Named>(named: Named | null): Named {
  if (named === null) throw new Error('the store has a key that is none')
  return named
}

function keyOf(...parts: readonly string[]): string {
  return parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')
}

/** The workspace may be empty: some platforms have messages outside any workspace. */
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
