/** Packs pieces into messages within Slack's limits, with adjacent text in one block. */
import type { types } from '@slack/bolt'
import type { Piece } from './controls.ts'
import { type RichElement, sizeOf, textOf } from './rich.ts'

export type Part = readonly types.KnownBlock[]

type Most = Readonly<{
  messageBlocks: number
  messageCharacters: number
  blockCharacters: number
  answerMessages: number
}>

/**
 * Packs pieces into messages. `rest` is the text that doesn't fit into the messages of one answer; controls always
 * fit.
 */
export function packed(
  pieces: readonly Piece[],
  most: Most,
): Readonly<{ parts: readonly Part[]; rest: string }> {
  const parts: types.KnownBlock[][] = [[]]
  const rest: string[] = []
  let characters = 0

  function partWith(size: number): types.KnownBlock[] {
    const last = parts.at(-1) ?? []
    const fits = last.length < most.messageBlocks && characters + size <= most.messageCharacters
    if (fits || last.length === 0) {
      characters += size
      return last
    }
    const next: types.KnownBlock[] = []
    parts.push(next)
    characters = size
    return next
  }

  function isFull(size: number): boolean {
    const last = parts.at(-1) ?? []
    const over = last.length >= most.messageBlocks || characters + size > most.messageCharacters
    return parts.length >= most.answerMessages && over
  }

  for (const piece of pieces) {
    if ('control' in piece) partWith(0).push(piece.control)
    else {
      const size = sizeOf(piece.element)
      if (rest.length > 0 || isFull(size)) rest.push(textOf(piece.element))
      else addText(partWith(size), piece.element, size, most)
    }
  }
  if (rest.length > 0) {
    partWith(ATTACHED.length).push(
      richText([
        {
          type: 'rich_text_section',
          elements: [{ type: 'text', text: ATTACHED, style: { italic: true } }],
        },
      ]),
    )
  }
  return { parts, rest: rest.join('\n') }
}

const ATTACHED = 'The rest is attached as more.txt.'

/** Paragraphs are set apart as separate blocks, as long as there is room for that. */
function addText(blocks: types.KnownBlock[], element: RichElement, size: number, most: Most): void {
  const last = blocks.at(-1)
  const room = last?.type === 'rich_text' && sumOf(last.elements) + size <= most.blockCharacters
  const isParagraph =
    element.type === 'rich_text_section' &&
    last?.type === 'rich_text' &&
    last.elements.at(-1)?.type === 'rich_text_section' &&
    blocks.length < most.messageBlocks / 2
  if (last?.type === 'rich_text' && room && !isParagraph) last.elements.push(element)
  else blocks.push(richText([element]))
}

function sumOf(elements: readonly RichElement[]): number {
  return elements.reduce((sum, each) => sum + sizeOf(each), 0)
}

function richText(elements: RichElement[]): types.RichTextBlock {
  return { type: 'rich_text', elements }
}
