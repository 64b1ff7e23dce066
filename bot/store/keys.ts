/** How people, workspaces and channels are named in the store: one text each, unique over all platforms. */
import type { Person } from '../request.ts'

/** What a person is known by. */
export type PersonId = Pick<Person, 'platform' | 'workspace' | 'id'>
/** A person as an area of the store needs them: a display name may be new to it. */
export type Known = PersonId & Pick<Person, 'name'>
export type Workspace = Pick<Person, 'platform' | 'workspace'>
/** `channel` is unique within the workspace. */
export type Channel = Workspace & Readonly<{ channel: string }>

/** `slack/T1/U7` */
export function personKey({ platform, workspace, id }: PersonId): string {
  return key(platform, workspace, id)
}

/** `slack/T1` */
export function workspaceKey({ platform, workspace }: Workspace): string {
  return key(platform, workspace)
}

/** `slack/T1/C9` */
export function channelKey({ platform, workspace, channel }: Channel): string {
  return key(platform, workspace, channel)
}

/** The other way; null when the text is no key of a person. */
export function personOf(text: string): PersonId | null {
  const [platform, workspace, id, ...more] = text.split('/').map(decoded)
  return platform && workspace && id && more.length === 0 ? { platform, workspace, id } : null
}

function key(...parts: readonly string[]): string {
  return parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
