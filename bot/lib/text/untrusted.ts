/** Rebuilds Markdown from untrusted sources, mostly language models, out of its harmless parts. */
import MarkdownIt from 'markdown-it'
import type { Block } from '../../core/message.ts'
import { escapeMarkdown, inlineCode } from './markdown.ts'
import { trimEnd } from './trim.ts'
import { UNTRUSTED } from './untrusted-limits.ts'
import { visible } from './visible.ts'

type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number]

/** Texts such as `lesson 7`, and what replaces them. */
export type Mentions = Readonly<{ pattern: RegExp; replace(match: readonly string[]): string }>

/**
 * Converts untrusted Markdown to safe Markdown blocks, and fenced code to code blocks. Keeps paragraphs, lists, emphasis,
 * code, and links into Python's documentation; no other link, image, HTML, mention or hidden character has an
 * effect. An unclosed fence is closed, so that a partial answer can be shown.
 */
export function untrusted(text: string, mentions?: Mentions): readonly Block[] {
  const blocks: Block[] = []
  let lines: string[] = []
  let codes = 0
  const flush = () => {
    const text = lines.join('\n').trim()
    if (text !== '') blocks.push({ kind: 'markdown', text })
    lines = []
  }
  for (const piece of pieces(parser.parse(cut(text, UNTRUSTED.characters), {}), mentions)) {
    if (typeof piece === 'string') lines.push(piece)
    else if (codes < UNTRUSTED.codeBlocks) {
      flush()
      blocks.push(piece)
      codes += 1
    }
  }
  flush()
  return blocks
}

const parser = new MarkdownIt({ html: false, linkify: false }).disable([
  'image',
  'reference',
  'table',
  'hr',
])
// Which links count is decided here, not by the parser.
parser.validateLink = () => true

/** Lines of Markdown and code blocks, in order. */
function* pieces(
  tokens: readonly Token[],
  mentions: Mentions | undefined,
): Generator<string | (Block & { kind: 'code' })> {
  /** For each open list: the number of its next item, or null. */
  const lists: (number | null)[] = []
  let mark = ''
  let heading = false
  for (const token of tokens) {
    if (lists.length === 0 && token.nesting === 1) yield ''
    if (token.type === 'bullet_list_open') lists.push(null)
    else if (token.type === 'ordered_list_open') lists.push(Number(token.attrGet('start') ?? 1))
    else if (/list_close$/.test(token.type)) lists.pop()
    else if (token.type === 'list_item_open') mark = nextMark(lists)
    else if (/^heading_/.test(token.type)) heading = token.nesting === 1
    else if (token.type === 'fence' || token.type === 'code_block') yield codeBlock(token)
    if (token.type !== 'inline') continue
    const depth = Math.min(lists.length, UNTRUSTED.depth) - (mark === '' ? 0 : 1)
    const said = inline(token.children ?? [], mentions)
    const strong = heading && !said.includes('**') && said.trim() !== ''
    yield `${'   '.repeat(Math.max(0, depth))}${mark}${strong ? `**${said}**` : said}`.replace(
      /\n/g,
      `\n${'   '.repeat(Math.min(lists.length, UNTRUSTED.depth))}`,
    )
    mark = ''
  }
}

/** Returns the marker of the next list item, and counts it where the list is numbered. */
function nextMark(lists: (number | null)[]): string {
  const number = lists.at(-1) ?? null
  if (number === null) return '- '
  lists[lists.length - 1] = number + 1
  return `${Math.min(number, 999)}. `
}

function codeBlock({ content, info }: Token): Block & { kind: 'code' } {
  const [language = ''] = info.trim().toLowerCase().split(/\s+/)
  const text = visible(cut(content.trimEnd(), UNTRUSTED.codeCharacters))
  return { kind: 'code', text, language: /^[a-z0-9+#-]{1,20}$/.test(language) ? language : 'text' }
}

function inline(tokens: readonly Token[], mentions: Mentions | undefined): string {
  let said = ''
  /** The open link; null while there is none, or it doesn't count. */
  let link: { url: string; from: number } | null = null
  for (const token of tokens) {
    if (token.type === 'text') said += plain(token.content, mentions)
    else if (token.type === 'code_inline') said += inlineCode(token.content)
    else if (/^(?:soft|hard)break$/.test(token.type)) said += '\n'
    else if (/^(?:strong|em)_/.test(token.type)) said += token.type.startsWith('em') ? '*' : '**'
    else if (token.type === 'link_open') {
      const url = documentation(String(token.attrGet('href') ?? ''))
      link = url === null ? null : { url, from: said.length }
    } else if (token.type === 'link_close' && link) {
      said = `${said.slice(0, link.from)}${linked(said.slice(link.from), link.url)}`
      link = null
    }
  }
  return said
}

/** A link text that looks like a different address could deceive. */
function linked(text: string, url: string): string {
  const isMask = text.trim() === '' || /[`\n]|\w\.\w|:\\?\//.test(text)
  return `[${isMask ? 'docs.python.org' : text}](<${url}>)`
}

/** Null when the address isn't in Python's documentation. */
function documentation(address: string): string | null {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:' || url.host !== 'docs.python.org') return null
  if (url.username !== '' || url.password !== '') return null
  return url.href.replace(/[\\<>|`\s]/g, encodeURIComponent)
}

/** What a chat may turn into a link or a mention, and dotted names of code; all are shown as code. */
const ACTIVE =
  /(?<![\w+.-])[a-z][a-z+.-]*:\/\/\S+|(?:mailto|tel|javascript|data):\S+|(?<![\w.+-])[\w.+-]+@[\w.-]+|(?<![\w.-])(?:[a-z_][\w-]+\.)+[a-z_]\w+(?:\/\S*)?|[@#!&][\p{L}\p{N}_][\p{L}\p{N}_.-]*/giu

function plain(text: string, mentions: Mentions | undefined): string {
  const said = mentions ? text.replace(mentions.pattern, (...all) => mentions.replace(all)) : text
  // A lone backtick could pair with one of ours.
  const shown = visible(said).replace(/\s+/g, ' ').replaceAll('`', "'")
  let out = ''
  let from = 0
  for (const { 0: found, index } of shown.matchAll(ACTIVE)) {
    const active = trimEnd(found, '.,;:!?)]\'"')
    const after = found.slice(active.length)
    out += escapeMarkdown(shown.slice(from, index)) + acted(active) + escapeMarkdown(after)
    from = index + found.length
  }
  return out + escapeMarkdown(shown.slice(from))
}

function acted(active: string): string {
  const url = documentation(active)
  return url === null ? inlineCode(active) : linked('', url)
}

/** Cuts text without splitting a character. */
function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length).toWellFormed()}…` : text.toWellFormed()
}
