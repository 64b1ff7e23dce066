/** What an adapter hands to the core: one thing a person asked for, on any platform. */

/** A person is known by platform, workspace and id; nothing else personal is kept but a display name. */
export type Person = Readonly<{
  platform: string
  workspace: string
  id: string
  name: string
  /** As the platform says; a workspace may name more. */
  admin: boolean
  /** IANA name, where the platform tells it. */
  zone?: string
}>

/** Where it was said. `channel` is unique within the workspace; `name` is what people call it, where it is known. */
export type Conversation = Readonly<{
  channel: string
  name?: string
  thread?: string
  direct: boolean
}>

export type Attachment = Readonly<{ name: string; content: Uint8Array }>

/** Either free text as it was typed, or a command with named options (slash command, button, form). */
export type Request = Readonly<{
  /** Unique per event on the platform: the same id again is the same request. */
  id: string
  /**
   * The message that asks, the same for each edit of it and unique over all platforms, such as `slack/T1/C9/1700.1`.
   * Left out where nobody can edit it, as with a slash command.
   */
  source?: string
  person: Person
  place: Conversation
  /** Where it came from, as far as the platform tells: people behind one address share it. Opaque. */
  origin?: string
  text?: string
  /** Channels and people in the text, as they stand there: `#general` → `C9`, `@ada` → `U7`. */
  mentions?: Readonly<Record<string, string>>
  command?: string
  options?: Readonly<Record<string, unknown>>
  attachments?: readonly Attachment[]
  /** Names of attached files that could not be had: gone, too big, or closed to the tutor. */
  unread?: readonly string[]
  /** Ends when the asker deletes the request or a newer edit replaces it. */
  signal: AbortSignal
}>
