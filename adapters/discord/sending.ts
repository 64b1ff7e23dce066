/** Builds the request for one message: its body and its files. */
import { createHash } from 'node:crypto'
import { MessageFlags, type RawFile, type RESTPostAPIChannelMessageJSONBody } from 'discord.js'
import type { Log } from '../../bot/core/log.ts'
import { oneLine } from '../../bot/lib/text/visible.ts'
import { png } from '../../bot/timeline/png.ts'
import { DISCORD, PICTURE_WIDTH } from './limits.ts'
import type { Part } from './render/pack.ts'
import type { Upload } from './render/pieces.ts'

export type Sending = Readonly<{
  body: RESTPostAPIChannelMessageJSONBody
  files: readonly RawFile[]
}>

export type How = Readonly<{
  isPrivate?: boolean
  /** The message that it replies to. */
  to?: string | undefined
  /** Unique to the message: Discord posts the same key only once within a few minutes. */
  key?: string
}>

/** Notifies nobody, whatever the text says. */
const NOBODY = { parse: [], replied_user: false }

/** Builds the body and files of one message, with pictures rendered as PNG. */
export async function sending(
  { components, uploads }: Part,
  log: Log,
  how: How = {},
): Promise<Sending> {
  const { isPrivate = false, to, key } = how
  const files = await Promise.all(uploads.map((upload) => fileOf(upload, log)))
  return {
    body: {
      flags: MessageFlags.IsComponentsV2 | (isPrivate ? MessageFlags.Ephemeral : 0),
      components: [...components],
      allowed_mentions: NOBODY,
      attachments: uploads.map((upload, id) => ({
        id,
        filename: upload.name,
        ...(upload.alt !== undefined ? { description: oneLine(upload.alt, DISCORD.altText) } : {}),
      })),
      ...(to ? { message_reference: { message_id: to, fail_if_not_exists: false } } : {}),
      ...(key ? { nonce: nonceOf(key), enforce_nonce: true } : {}),
    },
    files,
  }
}

function nonceOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, DISCORD.nonce)
}

/** A picture that can't be rendered is sent as SVG. */
async function fileOf(upload: Upload, log: Log): Promise<RawFile> {
  const { name } = upload
  if (upload.kind === 'file') return { name, data: Buffer.from(upload.content) }
  try {
    const drawn = await png(upload.svg, { width: PICTURE_WIDTH })
    return { name, data: Buffer.from(drawn), contentType: 'image/png' }
  } catch (err) {
    log.error({ err, platform: 'discord' }, 'a picture could not be drawn')
    return { name, data: Buffer.from(upload.svg), contentType: 'image/svg+xml' }
  }
}
