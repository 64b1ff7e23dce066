/** What the core says: a list of blocks that every adapter can render. Markdown text is always written by us. */

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
  /** Details that start collapsed and are shown on demand. */
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
  /** `alt`: describes a PNG, JPEG or GIF, which is then shown. */
  | Readonly<{ kind: 'file'; name: string; content: Uint8Array; alt?: string }>

/** `at`: the moment that the value names, epoch ms, so that platforms can also show it in the reader's time zone. */
export type Fact = Readonly<{ label: string; value: string; at?: number }>

/**
 * A command with options, sent back as a `Request` when someone presses the button or submits the form.
 * `replaces`: the answer replaces the message that the button is on; only the asker may press it.
 */
export type Action = Readonly<{
  command: string
  options: Readonly<Record<string, unknown>>
  replaces?: boolean
}>
export type Choice = Readonly<{ label: string; action: Action; style?: 'primary' | 'danger' }>
/** A text field, or a choice from `choices`. An empty field is sent as ''. */
export type Field = Readonly<{
  name: string
  label: string
  multiline?: boolean
  value?: string
  placeholder?: string
  choices?: readonly Readonly<{ label: string; value: string }>[]
}>

/**
 * One revision of an answer: the first is posted, and each later one replaces it.
 * `notice` is a one-line summary for notifications and screen readers.
 */
export type Message = Readonly<{
  blocks: readonly Block[]
  notice: string
  /** Who sees it. */
  audience: 'everyone' | 'asker'
  /** False while more revisions follow. */
  done: boolean
}>
