/** Builds rich text elements, none longer than a block allows. */
import type { types } from '@slack/bolt'
import { pieces } from '../../../bot/lib/text/split.ts'
import { SLACK } from '../limits.ts'

export type RichElement = types.RichTextBlock['elements'][number]
type Inline = types.RichTextText | types.RichTextLink

/** Renders code literally; empty code has no block. */
export function preformatted(text: string): readonly RichElement[] {
  return pieces(text, SLACK.blockCharacters).map((piece) => ({
    type: 'rich_text_preformatted',
    elements: [{ type: 'text', text: piece }],
  }))
}

/** Renders text in as many sections as it needs. */
export function sections(inline: readonly Inline[]): readonly RichElement[] {
  const all: Inline[][] = []
  let size: number = SLACK.blockCharacters
  for (const each of inline.flatMap(short)) {
    if (size + lengthOf(each) > SLACK.blockCharacters) {
      all.push([])
      size = 0
    }
    all.at(-1)?.push(each)
    size += lengthOf(each)
  }
  return all.map((elements) => ({ type: 'rich_text_section', elements }))
}

/** Renders a line such as a title. */
export function line(text: string, style?: types.RichTextText['style']): readonly RichElement[] {
  return sections([{ type: 'text', text, ...(style ? { style } : {}) }])
}

/** Returns the length of an element in characters, including its URLs. */
export function sizeOf(element: RichElement): number {
  return element.elements.reduce((sum, each) => sum + lengthOf(each), 0)
}

/** Returns the text that a reader sees. */
export function textOf(element: RichElement): string {
  return element.elements.map((each) => ('text' in each ? each.text : '')).join('')
}

function short(each: Inline): Inline[] {
  if (each.type === 'link') return lengthOf(each) > SLACK.blockCharacters ? apart(each) : [each]
  return pieces(each.text, SLACK.blockCharacters).map((text) => ({ ...each, text }))
}

function apart({ url, text = url }: types.RichTextLink): Inline[] {
  return [
    ...pieces(text, SLACK.blockCharacters).map((piece) => ({ type: 'text', text: piece }) as const),
    { type: 'link', url, text: url },
  ]
}

function lengthOf(each: RichElement['elements'][number]): number {
  if (!('text' in each)) return 0
  return (each.text?.length ?? 0) + ('url' in each ? each.url.length : 0)
}
