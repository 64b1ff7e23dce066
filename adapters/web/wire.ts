/** Types of what the server and the page's scripts exchange. */

export type Author = Readonly<{ id: string; name: string }>

export type PostView = Readonly<{
  kind: 'post'
  id: string
  order: number
  author: Author
  /** Epoch ms. */
  at: number
  edited: boolean
  /** As typed, for editing. */
  text: string
  html: string
}>

export type AnswerView = Readonly<{
  kind: 'answer'
  id: string
  /** The post or message it belongs to; null for an unprompted message. */
  post: string | null
  order: number
  /** Null if nobody asked. */
  asker: Author | null
  /** When its first revision was shown, epoch ms. */
  at: number
  onlyYou: boolean
  done: boolean
  notice: string
  html: string
}>

export type View = PostView | AnswerView

/** The changes that a page receives for its channel. */
export type Told = Readonly<{
  reset: boolean
  entries: readonly View[]
  removed: readonly string[]
}>

/** A channel of the page. Everyone has a direct one of their own. */
export type ChannelInfo = Readonly<{ name: string; title: string; topic: string; direct: boolean }>

/** The person at this browser, and what is available to them. */
export type Me = Readonly<{
  id: string
  /** Null until one is chosen. */
  name: string | null
  admin: boolean
  channels: readonly ChannelInfo[]
  commands: readonly Readonly<{ name: string; summary: string }>[]
}>

/** A completion for the command being typed: `text` replaces the content of the box. */
export type Offer = Readonly<{ label: string; about?: string; text: string }>

/** The state of a panel of the admin's desk. */
export type Shown = Readonly<{ html: string; notice: string }>

/** What was pressed or filled in, in one block of a message. */
export type Act =
  | Readonly<{ choice: number }>
  | Readonly<{ fields: Readonly<Record<string, unknown>> }>
