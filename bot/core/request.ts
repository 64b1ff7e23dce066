/** A request: what an adapter passes to the core when someone asks for something. */

/** A person is identified by platform, workspace and id. */
export type Person = Readonly<{
  platform: string
  workspace: string
  id: string
  name: string
  /** According to the platform; a workspace may name more admins. */
  admin: boolean
  /** IANA name, where the platform provides it. */
  zone?: string
}>

/** Where a message was sent. `channel` is unique within the workspace; `name` is its display name, where known. */
export type Conversation = Readonly<{
  channel: string
  name?: string
  thread?: string
  direct: boolean
}>

export type Attachment = Readonly<{ name: string; content: Uint8Array }>

/** Either free text as typed, or a command with named options (slash command, button, form). */
export type Request = Readonly<{
  /** Unique for each event on the platform; a repeated delivery has the same id. */
  id: string
  /**
   * The message that asks, such as `slack/T1/C9/1700.1`: unique across platforms and the same after edits.
   * Absent where it can't be edited, as with a slash command.
   */
  source?: string
  person: Person
  place: Conversation
  /** Opaque network origin, where the platform provides one: people behind one address share it. */
  origin?: string
  text?: string
  /** Channels and people mentioned in the text, by how they appear there: `#general` → `C9`, `@ada` → `U7`. */
  mentions?: Readonly<Record<string, string>>
  command?: string
  options?: Readonly<Record<string, unknown>>
  attachments?: readonly Attachment[]
  /** Names of attached files that couldn't be fetched: deleted, too big or not shared with the tutor. */
  unread?: readonly string[]
  /** Aborts when the asker deletes the request or a newer edit replaces it. */
  signal: AbortSignal
}>
