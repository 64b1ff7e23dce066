/** Renders our Markdown for any chat platform, which says how each part looks there. */
import MarkdownIt, { type Token } from 'markdown-it'

export type Inline =
  | Readonly<{ kind: 'text' | 'code'; text: string }>
  | Readonly<{ kind: 'styled'; style: InlineStyle; inside: readonly Inline[] }>
  | Readonly<{ kind: 'link'; url: string; inside: readonly Inline[] }>

export type InlineStyle = 'bold' | 'italic' | 'strike'

/** The position of a line. */
export type Place = Readonly<{
  /** How many lists it is nested in. */
  lists: number
  /** For the first line of a list item: its number, or `•`. */
  mark: string | null
  isQuoted: boolean
  isHeading: boolean
}>

export type Ended = 'paragraph' | 'heading' | 'list' | 'quote'

export type Look = Readonly<{
  line(inline: readonly Inline[], place: Place): void
  /** A block of code, or a table. */
  code(text: string, language: string): void
  rule(place: Place): void
  /** Called when a paragraph outside lists, a heading, a quote or a table begins. */
  begins?(): void
  /** Called after a paragraph or list outside other lists, a heading, or a quote. */
  ended(what: Ended): void
}>

/**
 * Creates a renderer for text that is already safe to show. A link whose address doesn't match `links` is left as
 * written.
 */
export function walkOver(links: RegExp): (text: string, look: Look) => void {
  const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true }).disable('image')
  markdown.validateLink = (url) => links.test(url.trim())
  return (text, look) => {
    const walker = createWalker(look)
    for (const token of markdown.parse(text, {})) walker[token.type]?.(token)
  }
}

function createWalker(look: Look): Readonly<Record<string, (token: Token) => void>> {
  /** For each open list, its next number; null for bullets. */
  const lists: (number | null)[] = []
  let mark: string | null = null
  let quotes = 0
  let isHeading = false
  let cells: string[] = []
  let rows: string[] | null = null

  function place(): Place {
    const here = { lists: lists.length, mark, isQuoted: quotes > 0, isHeading }
    mark = null
    return here
  }

  function inline({ children }: Token): void {
    const all = nested(children ?? [])
    if (rows) cells.push(plainText(all).replaceAll('\n', ' '))
    else look.line(all, place())
  }

  /** A list item without text of its own. */
  function bare(): void {
    if (mark !== null) look.line([], place())
  }

  function open(next: number | null): void {
    bare()
    lists.push(next)
  }
  function close(): void {
    lists.pop()
    if (lists.length === 0) look.ended('list')
  }

  return {
    inline,
    heading_open() {
      look.begins?.()
      isHeading = true
    },
    heading_close() {
      isHeading = false
      look.ended('heading')
    },
    paragraph_open: () => lists.length > 0 || look.begins?.(),
    paragraph_close: () => lists.length > 0 || look.ended('paragraph'),
    bullet_list_open: () => open(null),
    ordered_list_open: (token) => open(Number(token.attrGet('start') ?? 1)),
    bullet_list_close: close,
    ordered_list_close: close,
    list_item_open() {
      const next = lists.pop() ?? null
      mark = next === null ? '•' : `${next}.`
      lists.push(next === null ? null : next + 1)
    },
    blockquote_open() {
      look.begins?.()
      quotes += 1
    },
    blockquote_close() {
      quotes -= 1
      look.ended('quote')
    },
    list_item_close: bare,
    fence({ content, info }) {
      bare()
      look.code(content.replace(/\n$/, ''), languageOf(info))
    },
    code_block({ content }) {
      bare()
      look.code(content.replace(/\n$/, ''), '')
    },
    hr: () => look.rule(place()),
    table_open() {
      look.begins?.()
      rows = []
    },
    tr_open() {
      cells = []
    },
    tr_close: () => void rows?.push(cells.join('  |  ')),
    table_close() {
      look.code((rows ?? []).join('\n'), '')
      rows = null
    },
  }
}

function languageOf(info: string): string {
  return /^[a-z]{1,12}/i.exec(info.trim())?.[0].toLowerCase() ?? ''
}

const STYLES: Readonly<Record<string, InlineStyle>> = { strong: 'bold', em: 'italic', s: 'strike' }

/** Opening and closing tokens as a tree. */
function nested(tokens: readonly Token[]): readonly Inline[] {
  const stack: Inline[][] = [[]]
  const opened: Token[] = []
  for (const token of tokens) {
    if (token.nesting === 1) {
      opened.push(token)
      stack.push([])
    } else if (token.nesting === -1) {
      const inside = stack.pop() ?? []
      stack.at(-1)?.push(...closed(opened.pop(), inside))
    } else stack.at(-1)?.push(leaf(token))
  }
  return stack[0] ?? []
}

function closed(token: Token | undefined, inside: readonly Inline[]): readonly Inline[] {
  const name = token?.type.replace(/_open$/, '') ?? ''
  const style = STYLES[name]
  if (style) return [{ kind: 'styled', style, inside }]
  if (name === 'link') return [{ kind: 'link', url: String(token?.attrGet('href') ?? ''), inside }]
  return inside
}

function leaf({ type, content }: Token): Inline {
  if (type === 'code_inline') return { kind: 'code', text: content }
  return { kind: 'text', text: type === 'softbreak' || type === 'hardbreak' ? '\n' : content }
}

/** The plain text, without markup. */
export function plainText(all: readonly Inline[]): string {
  return all.map((each) => ('inside' in each ? plainText(each.inside) : each.text)).join('')
}
