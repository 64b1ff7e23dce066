/** Converts Markdown to rich text, whose text elements are literal: nothing in them can mention, format or link. */
import type { types } from '@slack/bolt'
import { visible } from '../../../bot/lib/text/visible.ts'
import { type Inline as Part, type Place, plainText, walkOver } from '../../../bot/lib/text/walk.ts'
import { preformatted, type RichElement, sections } from './rich.ts'

type Inline = types.RichTextText | types.RichTextLink
type Style = NonNullable<types.RichTextText['style']>

const walk = walkOver(/^(?:https?:\/\/|mailto:)/i)

/** Renders Markdown as rich text elements within Slack's limit for a block. */
export function renderMarkdown(text: string): readonly RichElement[] {
  const elements: RichElement[] = []
  let lines: Inline[][] = []

  /** Lines that belong together become one section. */
  function endText(): void {
    const inline = lines.flatMap((each, index) => (index === 0 ? each : [plain('\n'), ...each]))
    elements.push(...sections(inline))
    lines = []
  }

  walk(visible(text), {
    line(parts, place) {
      const all = inlineOf(parts, place.isHeading ? { bold: true } : {})
      if (all.length > 0 || place.mark) lines.push([...before(place), ...all])
    },
    code(code) {
      endText()
      elements.push(...preformatted(code))
    },
    rule() {
      endText()
      elements.push(...sections([plain('———')]))
    },
    begins: endText,
    ended(what) {
      if (what === 'heading' || what === 'quote') endText()
    },
  })
  endText()
  return elements
}

function before({ lists, mark, isQuoted }: Place): Inline[] {
  const indent = '   '.repeat(Math.max(0, lists - 1))
  return [...(isQuoted ? [plain('│ ')] : []), ...(mark ? [plain(`${indent}${mark} `)] : [])]
}

function inlineOf(parts: readonly Part[], style: Style): Inline[] {
  return parts.flatMap((part) => {
    if (part.kind === 'styled') return inlineOf(part.inside, { ...style, [part.style]: true })
    if (part.kind === 'link') return link(part.url, plainText(part.inside))
    if (part.text === '') return []
    return [plain(part.text, part.kind === 'code' ? { ...style, code: true } : style)]
  })
}

const LONGEST_URL = 1000

/** A label that looks like a URL must be the URL; a URL too long for a link is shown as text. */
function link(url: string, label: string): Inline[] {
  const looksLikeUrl = /:\/\/|^www\./i.test(label)
  if (url.length > LONGEST_URL) return [plain(`${label} (${url})`)]
  return [{ type: 'link', url, text: label === '' || looksLikeUrl ? url : label }]
}

function plain(text: string, style: Style = {}): types.RichTextText {
  return { type: 'text', text, ...(Object.keys(style).length > 0 ? { style } : {}) }
}
