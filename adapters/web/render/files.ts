/** Serves the content of a block as a download. */
import type { Block } from '../../../bot/core/message.ts'
import { imageType } from '../../../bot/lib/image.ts'

export type Download = Readonly<{
  name: string
  type: string
  inline: boolean
  content: Uint8Array
}>

/** Returns the content of a file, code or picture block; null for other blocks. */
export function download(block: Block | undefined): Download | null {
  if (block?.kind === 'file') {
    const type = imageType(block.content)
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

/** Responds with a download whose content can't run scripts or load anything. */
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

function text(name: string, type: string, inline: boolean, content: string): Download {
  return { name, type, inline, content: new TextEncoder().encode(content) }
}
