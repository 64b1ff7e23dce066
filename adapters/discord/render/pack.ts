/** Packs pieces into messages of components within Discord's limits. */
import {
  type APIButtonComponentWithCustomId,
  type APIMessageTopLevelComponent,
  type APIStringSelectComponent,
  ComponentType,
} from 'discord.js'
import { size } from '../../../bot/lib/text/quantities.ts'
import { DISCORD, SHOWN } from '../limits.ts'
import type { Piece, Upload } from './pieces.ts'
import { label, line } from './text.ts'

/** One message. It refers to its uploads as `attachment://NAME`. */
export type Part = Readonly<{
  components: readonly APIMessageTopLevelComponent[]
  uploads: readonly Upload[]
}>

type Row = {
  type: ComponentType.ActionRow
  components: (APIButtonComponentWithCustomId | APIStringSelectComponent)[]
}
type Open = {
  components: APIMessageTopLevelComponent[]
  uploads: Upload[]
  count: number
  characters: number
  bytes: number
  uploadBytes: number
}

/** One component for the Delete button's row, one for the button, and one for a final note. */
const RESERVED = 3

/**
 * Packs pieces into messages; `fileBytes` is the size limit of one file in bytes. Text that doesn't fit into the
 * messages of one answer is attached.
 */
export function packed(pieces: readonly Piece[], fileBytes: number): readonly Part[] {
  const parts: Open[] = [opened()]
  const rest: string[] = []
  const last = () => parts.at(-1) ?? opened()

  function partFor(fits: (part: Open) => boolean): Open {
    if (!fits(last()) && last().count > 0) parts.push(opened())
    return last()
  }

  function addText(text: string): void {
    const bytes = Buffer.byteLength(text) + 1
    const fits = (part: Open) =>
      part.characters + text.length + 1 <= DISCORD.characters &&
      part.bytes + bytes <= DISCORD.bytes &&
      part.count + 1 + RESERVED <= DISCORD.components
    const isFull = parts.length >= SHOWN.messages && !fits(last())
    if (isFull || rest.length > 0) {
      rest.push(text)
      return
    }
    show(partFor(fits), text, bytes)
  }

  function addRow(control: Row['components'][number]): void {
    const room = (part: Open) => part.count + 2 + RESERVED <= DISCORD.components
    const row = last().components.at(-1)
    if (control.type === ComponentType.Button && isButtonRow(row) && room(last())) {
      row.components.push(control)
      last().count += 1
      return
    }
    const part = partFor(room)
    part.components.push({
      type: ComponentType.ActionRow,
      components: [control],
    } as Row as APIMessageTopLevelComponent)
    part.count += 2
  }

  function addUpload(given: Upload): void {
    const bytes = uploadBytes(given)
    if (bytes > fileBytes) {
      addText(`*${line(given.name)} has ${size(bytes)}, and is too big to attach.*`)
      return
    }
    const part = partFor(
      ({ count, uploads, uploadBytes }) =>
        count + 1 + RESERVED <= DISCORD.components &&
        uploads.length < DISCORD.attachments &&
        uploadBytes + bytes <= DISCORD.requestBytes,
    )
    const upload = { ...given, name: freeName(given.name, part.uploads) }
    part.uploads.push(upload)
    part.components.push(shown(upload))
    part.count += 1
    part.uploadBytes += bytes
  }

  for (const piece of pieces) {
    if (piece.kind === 'text') addText(piece.text)
    else if (piece.kind === 'upload') addUpload(piece.upload)
    else addRow(piece.kind === 'button' ? piece.button : piece.select)
  }
  if (rest.length > 0) {
    const content = new TextEncoder().encode(rest.join('\n'))
    addUpload({ kind: 'file', name: 'more.txt', content })
  }
  return parts.map(({ components, uploads }) => ({ components, uploads }))
}

function opened(): Open {
  return { components: [], uploads: [], count: 0, characters: 0, bytes: 0, uploadBytes: 0 }
}

/** Adjacent text shares one component. */
function show(part: Open, text: string, bytes: number): void {
  const before = part.components.at(-1)
  if (before?.type === ComponentType.TextDisplay) before.content += `\n${text}`
  else {
    part.components.push({ type: ComponentType.TextDisplay, content: text.replace(/^\n/, '') })
    part.count += 1
  }
  part.characters += text.length + 1
  part.bytes += bytes
}

function isButtonRow(
  row: APIMessageTopLevelComponent | undefined,
): row is APIMessageTopLevelComponent & Row {
  if (row?.type !== ComponentType.ActionRow || row.components.length >= DISCORD.buttonsInARow) {
    return false
  }
  return row.components[0]?.type === ComponentType.Button
}

function shown(upload: Upload): APIMessageTopLevelComponent {
  const url = `attachment://${upload.name}`
  if (upload.alt === undefined) return { type: ComponentType.File, file: { url } }
  const description = label(upload.alt, DISCORD.altText)
  return { type: ComponentType.MediaGallery, items: [{ media: { url }, description }] }
}

/** Upper bound for the size of a picture's PNG. */
const PICTURE_BYTES = 1024 ** 2

function uploadBytes(upload: Upload): number {
  return upload.kind === 'file' ? upload.content.byteLength : PICTURE_BYTES
}

/** Returns `a.txt`, or `a-2.txt` if that is taken. */
function freeName(name: string, taken: readonly Upload[]): string {
  const isTaken = (candidate: string) => taken.some((each) => each.name === candidate)
  const [, stem = name, suffix = ''] = /^(.*?)(\.\w+)?$/.exec(name) ?? []
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${stem}-${number}${suffix}`
    if (!isTaken(candidate)) return candidate
  }
}
