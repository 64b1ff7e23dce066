/** Renders a message of the tutor as Slack messages with blocks, and the files that go with them. */
import type { types } from '@slack/bolt'
import type { IdOf } from '../../../bot/core/component-actions.ts'
import type { Block, Fact, Field, Message } from '../../../bot/core/message.ts'
import { excerpt, pieces } from '../../../bot/lib/text/split.ts'
import { oneLine, visible } from '../../../bot/lib/text/visible.ts'
import type { Content } from '../content.ts'
import { SHOWN, SLACK } from '../limits.ts'
import { escaped } from '../text.ts'
import { choices, deleteButton, opener, type Piece, text } from './controls.ts'
import { renderMarkdown } from './markdown.ts'
import { type Part, packed } from './pack.ts'
import { line, preformatted, sections, textOf } from './rich.ts'

/** An upload: a picture as SVG, or a file. */
export type Upload =
  | Readonly<{ kind: 'picture'; svg: string; alt: string }>
  | Readonly<{ kind: 'file'; name: string; content: Uint8Array; alt?: string }>

/** The messages of one answer, and the files below them. */
export type Rendered = Readonly<{ contents: readonly Content[]; uploads: readonly Upload[] }>

/** Renders a message; `deletable` adds a Delete button once it is done. */
export function renderMessage(message: Message, idOf: IdOf, deletable = false): Rendered {
  const uploads: Upload[] = []
  const given = message.blocks.flatMap((block) => renderBlock(block, idOf, message.done, uploads))
  const shown = given.length > 0 ? given : text(line(oneLine(message.notice) || '…'))
  const { parts, rest } = packed(shown, SLACK)
  if (rest !== '') uploads.push(textFile('more.txt', rest))
  const all = deletable && message.done ? withDelete(parts) : parts
  const contents = all.map((blocks) => ({ blocks, text: fallback(message.notice, blocks) }))
  return { contents, uploads }
}

/** The text whose beginning notifications show, and which screen readers read instead of the blocks. */
function fallback(notice: string, blocks: Part): string {
  const rich = blocks.flatMap((block) => (block.type === 'rich_text' ? block.elements : []))
  const head = oneLine(notice)
  const rest = rich.map(textOf).filter((each) => each !== head)
  const all = [head, ...rest].filter((each) => each !== '').join('\n')
  return pieces(escaped(all), SLACK.fallbackCharacters)[0] ?? '…'
}

/** Renders a block as pieces; files to upload are added to `uploads`. */
export function renderBlock(
  block: Block,
  idOf: IdOf,
  done: boolean,
  uploads: Upload[],
): readonly Piece[] {
  switch (block.kind) {
    case 'markdown':
      return text(renderMarkdown(block.text))
    case 'code':
      return code(block, done, uploads)
    case 'fold':
      return fold(block, idOf)
    case 'facts':
      return text(facts(block.facts))
    case 'choices':
      return choices(block, idOf)
    case 'form':
      return [
        ...text(line(visible(block.title))),
        ...block.fields.flatMap((field) => filled(field, done, uploads)),
        ...opener(block.submit, idOf(block), true),
      ]
    case 'picture':
      uploads.push({ kind: 'picture', svg: block.svg, alt: block.alt })
      return block.alt.length > SLACK.altText ? text(line(visible(block.alt))) : []
    case 'file':
      uploads.push(block)
      return text(line(`Attached: ${oneLine(block.name)}`, { italic: true }))
  }
}

/** Shows the contents of a form's fields, since the form itself opens in a modal. */
function filled({ label, value, choices: some }: Field, done: boolean, uploads: Upload[]) {
  if (!value || some) return []
  const block = { kind: 'code', text: value, language: 'text', title: label } as const
  return code(block, done, uploads)
}

type Code = Extract<Block, { kind: 'code' }>

/** While more revisions follow, the end of long output is enough; the last revision shows all of it. */
function code(block: Code, done: boolean, uploads: Upload[]): readonly Piece[] {
  const shown = visible(block.text)
  const title = block.title ? text(line(visible(block.title), { bold: true })) : []
  const isLong = shown.length > SHOWN.characters || shown.split('\n').length > SHOWN.lines
  if (!isLong) return [...title, ...text(preformatted(shown))]
  if (!done) return [...title, ...text(preformatted(shown.slice(-SHOWN.characters)))]
  const { head, tail, lines } = excerpt(shown, SHOWN.excerpt)
  const name = block.name ?? nameFor(block.language)
  uploads.push(textFile(name, block.text))
  const gap = `Start and end of ${lines.toLocaleString('en')} lines; the whole text is attached as ${oneLine(name)}.`
  return [
    ...title,
    ...text(preformatted(head)),
    ...text(preformatted(tail === '' ? '' : `…\n${tail}`)),
    ...text(line(gap, { italic: true })),
  ]
}

function nameFor(language: string): string {
  return language === 'python' ? 'program.py' : 'text.txt'
}

/** Opens in a modal; text too long for one is shown in the message. */
function fold(block: Extract<Block, { kind: 'fold' }>, idOf: IdOf): readonly Piece[] {
  if (block.text.length <= SLACK.foldCharacters) return opener(block.title, idOf(block), false)
  return [...text(line(visible(block.title), { bold: true })), ...text(renderMarkdown(block.text))]
}

function facts(all: readonly Fact[]) {
  return sections(
    all.flatMap(({ label, value }, index) => [
      { type: 'text', text: `${index > 0 ? '\n' : ''}${visible(label)}: `, style: { bold: true } },
      { type: 'text', text: visible(value) || '–' },
    ]),
  )
}

function textFile(name: string, content: string): Upload {
  return { kind: 'file', name, content: new TextEncoder().encode(content) }
}

function withDelete(parts: readonly Part[]): readonly Part[] {
  const last = parts.at(-1)
  if (!last) return parts
  const block: types.ActionsBlock = { type: 'actions', elements: [deleteButton()] }
  return [...parts.slice(0, -1), [...last, block]]
}
