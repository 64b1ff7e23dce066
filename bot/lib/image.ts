/** Images that programs write: their type, and the description a PNG may contain. */

/** Identified by their first bytes. No SVG, which could contain a script. */
const MAGIC: readonly (readonly [type: string, bytes: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
]

/** Returns the media type of a PNG, JPEG or GIF; otherwise null. */
export function imageType(content: Uint8Array): string | null {
  const found = MAGIC.find(([, bytes]) => bytes.every((byte, index) => content[index] === byte))
  return found?.[0] ?? null
}

/** Characters. */
const LONGEST_DESCRIPTION = 1000
const SIGNATURE_BYTES = 8
/** Length, type and checksum of a chunk, around its data. */
const CHUNK_BYTES = 12

/** Returns the `Description` text of a PNG, or null. It is untrusted: escape it before showing it. */
export function imageDescription(content: Uint8Array): string | null {
  if (imageType(content) !== 'image/png') return null
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  let at = SIGNATURE_BYTES
  while (at + CHUNK_BYTES <= content.byteLength) {
    const length = view.getUint32(at)
    const data = content.subarray(at + 8, at + 8 + length)
    const type = LATIN.decode(content.subarray(at + 4, at + 8))
    const text = type === 'tEXt' || type === 'iTXt' ? described(type, data) : null
    if (text !== null) return text.slice(0, LONGEST_DESCRIPTION)
    at += CHUNK_BYTES + length
  }
  return null
}

const LATIN = new TextDecoder('latin1')
const KEYWORD = 'Description\0'

/** In an `iTXt` chunk, two compression bytes, a language and a translated keyword come before the text. */
function described(type: 'tEXt' | 'iTXt', data: Uint8Array): string | null {
  if (LATIN.decode(data.subarray(0, KEYWORD.length)) !== KEYWORD) return null
  const rest = data.subarray(KEYWORD.length, KEYWORD.length + 4 * LONGEST_DESCRIPTION)
  if (type === 'tEXt') return LATIN.decode(rest)
  const isCompressed = rest[0] !== 0
  const language = rest.indexOf(0, 2)
  const keyword = rest.indexOf(0, language + 1)
  if (isCompressed || language < 0 || keyword < 0) return null
  return new TextDecoder().decode(rest.subarray(keyword + 1))
}
