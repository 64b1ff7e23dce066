/** What goes between the server and the page's scripts: types only, for both. */

export type Author = Readonly<{ id: string; name: string }>

export type PostView = Readonly<{
  kind: 'post'
  id: string
  order: number
  author: Author
  /** Epoch ms. */
  at: number
  edited: boolean
  /** As it was typed, for editing. */
  text: string
  html: string
}>

export type AnswerView = Readonly<{
  kind: 'answer'
  id: string
  /** What it stands below; null when nobody's post caused it. */
  post: string | null
  order: number
  /** Null when nobody asked. */
  asker: Author | null
  /** Epoch ms of its first state. */
  at: number
  onlyYou: boolean
  done: boolean
  notice: string
  html: string
}>

export type View = PostView | AnswerView

/** What a page is told of its channel. */
export type Told = Readonly<{
  reset: boolean
  entries: readonly View[]
  removed: readonly string[]
}>

/** A channel of the page. A direct one is each person's own. */
export type ChannelInfo = Readonly<{ name: string; title: string; topic: string; direct: boolean }>

/** Who sits at this browser, and what there is for them. */
export type Me = Readonly<{
  id: string
  /** Null until it is given. */
  name: string | null
  admin: boolean
  channels: readonly ChannelInfo[]
  commands: readonly Readonly<{ name: string; summary: string }>[]
}>

/** What fits while a command is being typed: `text` takes the place of all that is in the box. */
export type Offer = Readonly<{ label: string; about?: string; text: string }>

/** The state of a panel of the admin's desk. */
export type Shown = Readonly<{ html: string; notice: string }>

/** What was pressed or filled in, in one block of a message. */
export type Act =
  | Readonly<{ choice: number }>
  | Readonly<{ fields: Readonly<Record<string, unknown>> }>
