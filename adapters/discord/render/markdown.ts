/** Converts Markdown to Discord's dialect, rebuilt from its parsed content and split into pieces. */
import { pieces } from '../../../bot/lib/text/split.ts'
import { visible } from '../../../bot/lib/text/visible.ts'
import {
  type Inline,
  type InlineStyle,
  type Place,
  plainText,
  walkOver,
} from '../../../bot/lib/text/walk.ts'
import { SHOWN } from '../limits.ts'
import { escaped, fenced, inlineCode } from './text.ts'

const walk = walkOver(/^https?:\/\//i)

/** Renders Markdown as pieces of text short enough to be packed into messages. */
export function renderMarkdown(text: string): readonly string[] {
  const done: string[] = []
  /** A paragraph ended here, so the next text is set apart. */
  let apart = false

  function put(line: string, plain: string, { lists, mark, isQuoted }: Place): void {
    const quote = isQuoted ? '> ' : ''
    const before = `${quote}${'  '.repeat(Math.max(0, lists - 1))}${mark ? `${MARKS[mark] ?? mark} ` : ''}`
    const said = `${before}${line.replaceAll('\n', `\n${quote}${'  '.repeat(lists)}`)}`
    const [first, ...more] = linePieces(said, plain)
    if (first !== undefined) done.push(apart && done.length > 0 ? `\n${first}` : first, ...more)
    apart = false
  }

  walk(visible(text), {
    line(inline, place) {
      const said = inlineText(inline)
      const isBold = place.isHeading && said.trim() !== ''
      put(isBold ? `**${said.replaceAll('**', '')}**` : said, plainText(inline), place)
    },
    code: (code, language) => void done.push(...codePieces(code, language)),
    rule: (place) => put('———', '———', place),
    ended() {
      apart = true
    },
  })
  return done
}

/** Splits code into fenced pieces; `text` must be free of invisible characters already. */
export function codePieces(text: string, language = ''): readonly string[] {
  // Leaves room for the fences.
  return pieces(text, SHOWN.pieceCharacters - 40).map((piece) =>
    fenced(piece.replace(/\n$/, ''), language),
  )
}

/** A line too long for one piece is split into several, as plain text. */
function linePieces(line: string, plain: string): readonly string[] {
  if (line.length <= SHOWN.pieceCharacters) return [line]
  return pieces(plain, SHOWN.pieceCharacters / 2).map(escaped)
}

const MARKS: Readonly<Record<string, string>> = { '•': '-' }
const STYLES: Readonly<Record<InlineStyle, string>> = { bold: '**', italic: '*', strike: '~~' }

function inlineText(all: readonly Inline[]): string {
  return all
    .map((each) => {
      if (each.kind === 'styled') {
        return `${STYLES[each.style]}${inlineText(each.inside)}${STYLES[each.style]}`
      }
      if (each.kind === 'link') return linked(inlineText(each.inside), each.url)
      if (each.kind === 'code') return inlineCode(each.text)
      return each.text === '\n' ? '\n' : escaped(each.text)
    })
    .join('')
}

/** A label that looks like a URL could disguise the target, and Discord doesn't link labels that contain code. */
function linked(text: string, url: string): string {
  const address = url.replace(/[\\<>()[\]|`*~\s]/g, (sign) => `%${hex(sign)}`)
  if (/[`\n]/.test(text)) return `${text} (<${address}>)`
  const isMask = text.trim() === '' || /:\\?\/|\w\.\w/.test(text)
  return isMask ? `<${address}>` : `[${text}](<${address}>)`
}

function hex(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, '0')
}
