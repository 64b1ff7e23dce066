/** Renders a message of the tutor as Discord messages of components with files. */
import type { Block, Fact, Field, Message } from '../../../bot/core/message.ts'
import { excerpt } from '../../../bot/lib/text/split.ts'
import { oneLine, visible } from '../../../bot/lib/text/visible.ts'
import { DISCORD, SHOWN } from '../limits.ts'
import { codePieces, renderMarkdown } from './markdown.ts'
import { type Part, packed } from './pack.ts'
import { choices, deleteButton, type Making, opener, type Piece, text } from './pieces.ts'
import { escaped, line, paragraph } from './text.ts'

export type Look = Omit<Making, 'place'> &
  Readonly<{
    /** Adds a Delete button once the message is done. */
    deletable: boolean
    /** Size limit for one file, in bytes. */
    fileBytes: number
  }>

/** Renders a message as at least one part. While more revisions follow, only the first part is returned. */
export function renderMessage(message: Message, look: Look): readonly [Part, ...Part[]] {
  let places = 0
  const making: Making = {
    ...look,
    place: () => {
      places += 1
      return places
    },
  }
  const given = spaced(message.blocks.map((block) => renderBlock(block, message.done, making)))
  const said = given.length > 0 ? given : text([line(message.notice) || '…'])
  const last = look.deletable && message.done ? [deleteButton(making)] : []
  const [first, ...more] = packed([...said, ...last], look.fileBytes)
  if (!first) throw new Error('a message without parts')
  return message.done ? [first, ...more] : [first]
}

/** Sets blocks of text apart; a code block has space around it anyway. */
function spaced(blocks: readonly (readonly Piece[])[]): readonly Piece[] {
  const all: Piece[] = []
  for (const block of blocks) {
    const said = block.filter((piece) => piece.kind !== 'text' || piece.text.trim() !== '')
    const [first, ...more] = said
    const before = all.at(-1)
    const isText = first?.kind === 'text' && before?.kind === 'text'
    if (isText && ![first.text.slice(0, 3), before.text.slice(-3)].includes('```')) {
      all.push({ kind: 'text', text: `\n${first.text}` }, ...more)
    } else all.push(...said)
  }
  return all
}

/** Renders the opened text of a fold. */
export function unfolded(title: string, given: string): readonly [Part, ...Part[]] {
  const [first, ...more] = packed(
    text([`**${line(title, 500)}**`, ...renderMarkdown(given)]),
    DISCORD.fileBytes,
  )
  if (!first) throw new Error('a fold without parts')
  return [first, ...more]
}

function renderBlock(block: Block, done: boolean, making: Making): readonly Piece[] {
  switch (block.kind) {
    case 'markdown':
      return text(renderMarkdown(block.text))
    case 'code':
      return code(block, done)
    case 'fold':
      return opener(block.title, block, { own: false, primary: false }, making)
    case 'facts':
      return text(facts(block.facts))
    case 'choices':
      return choices(block, making)
    case 'form': {
      const own = block.action.replaces === true
      return [
        ...text(paragraph(block.title)),
        ...block.fields.flatMap((field) => filledIn(field, done)),
        ...opener(block.submit, block, { own, primary: true }, making),
      ]
    }
    case 'picture':
      return picture(block)
    case 'file':
      return file(block)
  }
}

/** Shows the contents of a form's fields, since its modal isn't open yet. */
function filledIn({ name, multiline, value = '' }: Field, done: boolean): readonly Piece[] {
  if (!multiline || value === '') return []
  const language = name === 'code' ? 'python' : 'text'
  return code({ kind: 'code', text: value.replace(/\n$/, ''), language }, done)
}

type Code = Extract<Block, { kind: 'code' }>

/** While more revisions follow, the end of long output is enough; the last revision shows all of it. */
function code({ text: given, title, language, name }: Code, done: boolean): readonly Piece[] {
  const shown = visible(given)
  const above = text(title ? [`**${line(title, 500)}**`] : [])
  const lit = LIT.has(language) ? language : ''
  if (shown === '') return [...above, ...text(['*(empty)*'])]
  const isLong = shown.length > SHOWN.characters || shown.split('\n').length > SHOWN.lines
  if (!isLong) return [...above, ...text(codePieces(shown, lit))]
  if (!done)
    return [...above, ...text(codePieces(shown.slice(-SHOWN.characters).toWellFormed(), lit))]
  const { head, tail, lines } = excerpt(shown, SHOWN.excerpt)
  const attached = safeName(name ?? (language === 'python' ? 'program.py' : 'text.txt'))
  const gap = `*Start and end of ${lines.toLocaleString('en')} lines; the whole text is in ${escaped(attached)}.*`
  return [
    ...above,
    ...text(codePieces(head, lit)),
    ...text(tail === '' ? [] : ['…', ...codePieces(tail, lit)]),
    ...text([gap]),
    {
      kind: 'upload',
      upload: { kind: 'file', name: attached, content: new TextEncoder().encode(given) },
    },
  ]
}

/** Languages that Discord highlights without hiding anything. */
const LIT = new Set(['python', 'json', 'toml', 'yaml', 'sql', 'html', 'css', 'js'])

/** On one line if there are few and they are short. */
function facts(all: readonly Fact[]): readonly string[] {
  const lines = all.map(
    ({ label, value, at }) => `**${line(label, 500)}** ${escaped(value) || '–'}${moment(at)}`,
  )
  const inOne = lines.join(' · ')
  if (inOne.length <= ONE_LINE && !inOne.includes('\n')) return [inOne]
  return lines.flatMap((each, at) => {
    const { label = '', value = '', at: time } = all[at] ?? {}
    if (each.length <= SHOWN.pieceCharacters) return [each]
    return [`**${line(label, 500)}**${moment(time)}`, ...paragraph(value)]
  })
}

/** Shown in each reader's own time zone and language. */
function moment(at: number | undefined): string {
  return at === undefined ? '' : ` (<t:${Math.floor(at / 1000)}:f>)`
}

const ONE_LINE = 160

/** An alt text too long for Discord is shown in full above the picture. */
function picture({ svg, alt }: Extract<Block, { kind: 'picture' }>): readonly Piece[] {
  const isLong = oneLine(alt, Number.MAX_SAFE_INTEGER).length > DISCORD.altText
  const above = isLong ? paragraph(alt) : []
  return [
    ...text(above),
    { kind: 'upload', upload: { kind: 'picture', name: 'picture.png', svg, alt } },
  ]
}

/** Discord rejects empty files and names with special characters. */
function file({ name: given, content, alt }: Extract<Block, { kind: 'file' }>): readonly Piece[] {
  const name = safeName(given)
  const called = name === given ? [] : [`*${escaped(name)} was called ${line(given)}.*`]
  if (content.byteLength === 0) return text([`*${line(given)} is an empty file.*`])
  return [
    ...text(called),
    {
      kind: 'upload',
      upload: { kind: 'file', name, content, ...(alt === undefined ? {} : { alt }) },
    },
  ]
}

function safeName(name: string): string {
  const plain = name.replace(/[^\w.-]/g, '_').replace(/^\.+/, '')
  return plain.slice(-64) || 'file'
}
