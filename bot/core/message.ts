/** What the core says: a list of blocks that every adapter can render. Text is Markdown of our own making. */

/** Text from learners, models or programs never goes into `markdown`; it goes into `code` or `facts`. */
export type Block =
  | Readonly<{ kind: 'markdown'; text: string }>
  /** `fold`: long text that may start collapsed; `name` is the file name when it is attached whole. */
  | Readonly<{
      kind: 'code'
      text: string
      language: string
      title?: string
      name?: string
      fold?: boolean
    }>
  /** More for those who ask: starts closed, one press away. */
  | Readonly<{ kind: 'fold'; title: string; text: string }>
  | Readonly<{ kind: 'facts'; facts: readonly Fact[] }>
  | Readonly<{ kind: 'choices'; prompt?: string; choices: readonly Choice[] }>
  | Readonly<{
      kind: 'form'
      title: string
      submit: string
      action: Action
      fields: readonly Field[]
    }>
  | Readonly<{ kind: 'picture'; svg: string; alt: string }>
  /** `alt`: a PNG, JPEG or GIF that is shown, in words. */
  | Readonly<{ kind: 'file'; name: string; content: Uint8Array; alt?: string }>

/** `at`: a moment in the value, epoch ms, where a platform can show it in the reader's own time beside. */
export type Fact = Readonly<{ label: string; value: string; at?: number }>

/**
 * A command with options, sent back as a Request when the person presses or submits.
 * `replaces`: its answer takes the place of the message that it was on; only the asker may press it.
 */
export type Action = Readonly<{
  command: string
  options: Readonly<Record<string, unknown>>
  replaces?: boolean
}>
export type Choice = Readonly<{ label: string; action: Action; style?: 'primary' | 'danger' }>
/** Text to write, or one of `choices`. A field that is left empty is sent as ''. */
export type Field = Readonly<{
  name: string
  label: string
  multiline?: boolean
  value?: string
  placeholder?: string
  choices?: readonly Readonly<{ label: string; value: string }>[]
}>

/**
 * One revision of an answer: the first is posted, each later one replaces it.
 * `notice` is the one line for notifications and screen readers.
 */
export type Message = Readonly<{
  blocks: readonly Block[]
  notice: string
  /** Who sees it. */
  audience: 'everyone' | 'asker'
  /** False while more revisions follow. */
  done: boolean
}>
