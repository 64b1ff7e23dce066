/** What a block holds, as a download. */
import type { Block } from '../../../bot/core/message.ts'

export type Download = Readonly<{
  name: string
  type: string
  inline: boolean
  content: Uint8Array
}>

export function download(block: Block | undefined): Download | null {
  if (block?.kind === 'file') {
    const type = pictureType(block.content)
    return {
      name: block.name,
      type: type ?? 'application/octet-stream',
      inline: type !== null,
      content: block.content,
    }
  }
  if (block?.kind === 'code') {
    return text(block.name ?? 'text.txt', 'text/plain; charset=utf-8', false, block.text)
  }
  return block?.kind === 'picture' ? text('picture.svg', 'image/svg+xml', true, block.svg) : null
}

/** Nothing in it acts, whatever it is. */
export function fileResponse({ name, type, inline, content }: Download): Response {
  const filename = encodeURIComponent(name.toWellFormed())
  return new Response(Uint8Array.from(content), {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${filename}`,
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    },
  })
}

/** By their first bytes; an SVG of a learner's is not among them, as it could hold a script. */
const MAGIC: readonly (readonly [type: string, bytes: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
]

export function pictureType(content: Uint8Array): string | null {
  const found = MAGIC.find(([, bytes]) => bytes.every((byte, index) => content[index] === byte))
  return found?.[0] ?? null
}

function text(name: string, type: string, inline: boolean, content: string): Download {
  return { name, type, inline, content: new TextEncoder().encode(content) }
}
