/** Our Markdown into rich text, whose text elements are literal: nothing in them can mention, format or link. */
import type { types } from '@slack/bolt'
import MarkdownIt from 'markdown-it'
import { visible } from '../../../bot/text/visible.ts'
import { preformatted, type RichElement, sections } from './rich.ts'

type Inline = types.RichTextText | types.RichTextLink
type Style = NonNullable<types.RichTextText['style']>

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true }).disable('image')
type Token = ReturnType<(typeof markdown)['parse']>[number]

markdown.validateLink = (url) => /^(?:https?:\/\/|mailto:)/i.test(url.trim())

export function renderMarkdown(text: string): readonly RichElement[] {
  const writer = createWriter()
  for (const token of markdown.parse(visible(text), {})) writer.take(token)
  return writer.end()
}

/** Where a list stands: its next number, or null for bullets. */
type List = { next: number | null }

function createWriter() {
  const elements: RichElement[] = []
  const lists: List[] = []
  let line: Inline[] = []
  let lines: Inline[][] = []
  let quoted = 0
  let heading = false
  let cells: string[] = []
  let rows: string[] = []
  let inTable = false

  function endLine(): void {
    if (line.length > 0) lines.push(quoted > 0 ? [plain('│ '), ...line] : line)
    line = []
  }

  /** Lines that stand together become one section. */
  function endText(): void {
    endLine()
    const inline = lines.flatMap((each, index) => (index === 0 ? each : [plain('\n'), ...each]))
    elements.push(...sections(inline))
    lines = []
  }

  function code(text: string): void {
    endText()
    elements.push(...preformatted(text.replace(/\n$/, '')))
  }

  function startItem(): void {
    const list = lists.at(-1)
    const indent = '   '.repeat(Math.max(0, lists.length - 1))
    if (list?.next == null) line = [plain(`${indent}• `)]
    else {
      line = [plain(`${indent}${list.next}. `)]
      list.next += 1
    }
  }

  function inlineOf(token: Token): void {
    const all = inline(token.children ?? [], heading)
    if (inTable) cells.push(all.map((each) => ('text' in each ? each.text : '')).join(''))
    else line.push(...all)
  }

  const TAKES: Readonly<Record<string, (token: Token) => void>> = {
    inline: inlineOf,
    heading_open: () => {
      endText()
      heading = true
    },
    heading_close: () => {
      heading = false
      endText()
    },
    paragraph_open: () => {
      if (lists.length === 0) endText()
    },
    paragraph_close: endLine,
    bullet_list_open: () => {
      endLine()
      lists.push({ next: null })
    },
    ordered_list_open: (token) => {
      endLine()
      lists.push({ next: Number(token.attrGet('start') ?? 1) })
    },
    bullet_list_close: () => {
      endLine()
      lists.pop()
    },
    ordered_list_close: () => {
      endLine()
      lists.pop()
    },
    list_item_open: startItem,
    blockquote_open: () => {
      endText()
      quoted += 1
    },
    blockquote_close: () => {
      endText()
      quoted -= 1
    },
    fence: (token) => code(token.content),
    code_block: (token) => code(token.content),
    hr: () => {
      endText()
      elements.push(...sections([plain('———')]))
    },
    table_open: () => {
      endText()
      inTable = true
      rows = []
    },
    tr_open: () => {
      cells = []
    },
    tr_close: () => {
      rows.push(cells.join('  |  '))
    },
    table_close: () => {
      inTable = false
      elements.push(...preformatted(rows.join('\n')))
    },
  }

  return {
    take: (token: Token) => TAKES[token.type]?.(token),
    end(): readonly RichElement[] {
      endText()
      return elements
    },
  }
}

const STYLES: Readonly<Record<string, keyof Style>> = { strong: 'bold', em: 'italic', s: 'strike' }

function inline(tokens: readonly Token[], heading: boolean): Inline[] {
  const all: Inline[] = []
  const style: { [Name in keyof Style]: boolean } = heading ? { bold: true } : {}
  let url: string | null = null
  let label = ''
  const add = (text: string, more: Style = {}) => {
    if (url !== null) label += text
    else if (text !== '') all.push(plain(text, { ...style, ...more }))
  }
  for (const token of tokens) {
    const [, name = '', side = ''] = /^(\w+?)_(open|close)$/.exec(token.type) ?? []
    const styled = STYLES[name]
    if (styled) {
      if (side === 'open') style[styled] = true
      else delete style[styled]
    } else if (token.type === 'link_open') {
      url = String(token.attrGet('href') ?? '')
      label = ''
    } else if (token.type === 'link_close' && url !== null) {
      all.push(...link(url, label))
      url = null
    } else if (token.type === 'softbreak' || token.type === 'hardbreak') add('\n')
    else add(token.content, token.type === 'code_inline' ? { code: true } : {})
  }
  return all
}

const LONGEST_URL = 1000

/** A label that looks like an address must be the address; and where there is no room for a link, both are text. */
function link(url: string, label: string): Inline[] {
  const looksLikeUrl = /:\/\/|^www\./i.test(label)
  if (url.length > LONGEST_URL) return [plain(`${label} (${url})`)]
  return [{ type: 'link', url, text: label === '' || looksLikeUrl ? url : label }]
}

function plain(text: string, style: Style = {}): types.RichTextText {
  return { type: 'text', text, ...(Object.keys(style).length > 0 ? { style } : {}) }
}
