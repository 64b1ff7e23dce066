/** Our Markdown into Discord's, made anew from what it says: pieces of text, none longer than a piece may be. */
import MarkdownIt from 'markdown-it'
import { pieces } from '../../../bot/text/split.ts'
import { visible } from '../../../bot/text/visible.ts'
import { SHOWN } from '../limits.ts'
import { escaped, fenced, inlineCode } from './text.ts'

const markdown = new MarkdownIt({ html: false, linkify: false, breaks: true }).disable('image')
type Token = ReturnType<(typeof markdown)['parse']>[number]

markdown.validateLink = (url) => /^https?:\/\//i.test(url.trim())

export function renderMarkdown(text: string): readonly string[] {
  const writer = createWriter()
  for (const token of markdown.parse(visible(text), {})) writer.take(token)
  return writer.end()
}

/** `text` is Python, or the like, and visible already. */
export function codePieces(text: string, language = ''): readonly string[] {
  // Ticks and marks around it take some room.
  return pieces(text, SHOWN.pieceCharacters - 40).map((piece) =>
    fenced(piece.replace(/\n$/, ''), language),
  )
}

/** A line that is too long for one piece is cut into several, as plain text. */
function linePieces(line: string, plain: string): readonly string[] {
  if (line.length <= SHOWN.pieceCharacters) return [line]
  return pieces(plain, SHOWN.pieceCharacters / 2).map(escaped)
}

/** Where a list stands: its next number, or null for bullets. */
type List = { next: number | null }

function createWriter() {
  const done: string[] = []
  const lists: List[] = []
  let mark = ''
  let quoted = 0
  let heading = false
  let cells: string[] = []
  let rows: string[] | null = null
  /** A paragraph ended here: the next text keeps apart. */
  let apart = false

  function put(line: string, plain: string): void {
    const depth = Math.max(0, lists.length - 1)
    const before = `${quoted > 0 ? '> ' : ''}${'  '.repeat(depth)}`
    const after = `\n${quoted > 0 ? '> ' : ''}${'  '.repeat(lists.length)}`
    const text = `${before}${mark}${line.replaceAll('\n', after)}`
    mark = ''
    const all = linePieces(text, plain)
    if (apart && done.length > 0 && all[0] !== undefined) done.push(`\n${all[0]}`, ...all.slice(1))
    else done.push(...all)
    apart = false
  }

  function inlineOf(token: Token): void {
    const children = token.children ?? []
    if (rows) {
      cells.push(plainOf(children))
      return
    }
    const said = inline(children)
    put(
      heading && said.trim() !== '' ? `**${said.replaceAll('**', '')}**` : said,
      plainOf(children),
    )
  }

  function startItem(): void {
    const list = lists.at(-1)
    if (!list || list.next === null) mark = '- '
    else {
      mark = `${list.next}. `
      list.next += 1
    }
  }

  const openList = (next: number | null) => {
    if (lists.length > 0) apart = false
    lists.push({ next })
  }
  const closeList = () => {
    lists.pop()
    apart = lists.length === 0
  }

  const TAKES: Readonly<Record<string, (token: Token) => void>> = {
    inline: inlineOf,
    heading_open: () => {
      heading = true
    },
    heading_close: () => {
      heading = false
      apart = true
    },
    paragraph_close: () => {
      apart = lists.length === 0
    },
    bullet_list_open: () => openList(null),
    ordered_list_open: (token) => openList(Number(token.attrGet('start') ?? 1)),
    bullet_list_close: closeList,
    ordered_list_close: closeList,
    list_item_open: startItem,
    blockquote_open: () => {
      quoted += 1
    },
    blockquote_close: () => {
      quoted -= 1
      apart = true
    },
    fence: (token) => done.push(...codePieces(token.content.replace(/\n$/, ''), languageOf(token))),
    code_block: (token) => done.push(...codePieces(token.content.replace(/\n$/, ''))),
    hr: () => put('———', '———'),
    table_open: () => {
      rows = []
    },
    tr_open: () => {
      cells = []
    },
    tr_close: () => {
      rows?.push(cells.join('  |  '))
    },
    table_close: () => {
      done.push(...codePieces((rows ?? []).join('\n')))
      rows = null
    },
  }

  return {
    take: (token: Token) => void TAKES[token.type]?.(token),
    end: (): readonly string[] => done,
  }
}

function languageOf({ info }: Token): string {
  return /^[a-z]{1,12}/i.exec(info.trim())?.[0].toLowerCase() ?? ''
}

const MARKS: Readonly<Record<string, string>> = { strong: '**', em: '*', s: '~~' }

function inline(tokens: readonly Token[]): string {
  let said = ''
  /** Where the text of a link began. */
  let link: Readonly<{ url: string; from: number }> | null = null
  for (const token of tokens) {
    const [, name = '', side = ''] = /^(\w+?)_(open|close)$/.exec(token.type) ?? []
    if (MARKS[name]) said += MARKS[name]
    else if (name === 'link' && side === 'open') {
      link = { url: String(token.attrGet('href') ?? ''), from: said.length }
    } else if (name === 'link' && link) {
      said = said.slice(0, link.from) + linked(said.slice(link.from), link.url)
      link = null
    } else if (/^(?:soft|hard)break$/.test(token.type)) said += '\n'
    else if (token.type === 'code_inline') said += inlineCode(token.content)
    else said += escaped(token.content)
  }
  return said
}

/** A label that looks like an address would be a mask, and Discord links no label that has code in it. */
function linked(text: string, url: string): string {
  const address = url.replace(/[\\<>()[\]|`*~\s]/g, (sign) => `%${hex(sign)}`)
  if (/[`\n]/.test(text)) return `${text} (<${address}>)`
  const isMask = text.trim() === '' || /:\\?\/|\w\.\w/.test(text)
  return isMask ? `<${address}>` : `[${text}](<${address}>)`
}

function hex(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')
}

function plainOf(tokens: readonly Token[]): string {
  return tokens
    .map(({ type, content }) => (/^(?:soft|hard)break$/.test(type) ? '\n' : content))
    .join('')
}
