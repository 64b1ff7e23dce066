/** A message posted in a channel, where need be without what it may not be there: a reply, or with files. */
import { ComponentType } from 'discord.js'
import { ChannelClosed } from '../../bot/platform.ts'
import { list } from '../../bot/text/quantities.ts'
import { CODES, isError } from './api.ts'
import type { Parts } from './parts.ts'
import type { Part } from './render/pack.ts'
import { line } from './render/text.ts'
import { type How, sending } from './sending.ts'

/** Gives its id. Throws `ChannelClosed`. */
export async function post(
  channel: string,
  part: Part,
  how: How,
  { api, log }: Pick<Parts, 'api' | 'log'>,
): Promise<string> {
  try {
    return await api.post(channel, await sending(part, log, how))
  } catch (error) {
    const { to, ...alone } = how
    if (to && isError(error, CODES.mayNotReply)) return post(channel, part, alone, { api, log })
    if (!(error instanceof ChannelClosed) || part.uploads.length === 0) throw error
    return api.post(channel, await sending(withoutFiles(part), log, how))
  }
}

/** Characters that a message has room for beside its text. */
const ROOM = 80

function withoutFiles({ components, uploads }: Part): Part {
  const names = list(
    uploads.map(({ name }) => name),
    2,
  )
  const content = `*I may not attach files here: ${line(names, ROOM / 2)}*`
  const shown = components.filter(
    ({ type }) => type !== ComponentType.File && type !== ComponentType.MediaGallery,
  )
  return { components: [...shown, { type: ComponentType.TextDisplay, content }], uploads: [] }
}
