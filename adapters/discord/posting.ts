/** Posts, edits and deletes messages in a channel. A reply or files that aren't allowed there are left out. */
import { createHash } from 'node:crypto'
import { ComponentType } from 'discord.js'
import { ChannelClosedError } from '../../bot/core/platform.ts'
import type { Writer } from '../../bot/delivery/diff.ts'
import { done } from '../../bot/delivery/outcome.ts'
import type { Ref } from '../../bot/delivery/reply-delivery.ts'
import { list } from '../../bot/lib/text/quantities.ts'
import type { Api } from './api.ts'
import { CODES, isError } from './calls.ts'
import type { DiscordDeps } from './deps.ts'
import type { Part } from './render/pack.ts'
import { line } from './render/text.ts'
import { type How, sending } from './sending.ts'

/** `to`: the message that the first one replies to. */
export type Posting = Readonly<{ key: string; to?: string | undefined }>

/**
 * Creates the writer of an answer in a channel. Posting throws `ChannelClosedError` if the channel is closed to the
 * tutor.
 */
export function channelWriter(
  at: string | (() => Promise<string>),
  { key, to }: Posting,
  api: Api,
  { log }: Pick<DiscordDeps, 'log'>,
): Writer<Ref, Part> {
  return {
    fingerprint,
    async post(part, place, before) {
      // With the key of the message it replaces, Discord would treat it as a duplicate and post
      // nothing.
      const how = { key: `${key} ${place}`, ...(to && before.length === 0 ? { to } : {}) }
      const channel = typeof at === 'string' ? at : await at()
      return { channel, id: await post(channel, part, how, { api, log }) }
    },
    edit: async (ref, part) => (ref ? api.edit(ref, await sending(part, log)) : done(null)),
    remove: async (ref) => ref && api.remove(ref),
  }
}

/** Hashes the content of a part, to detect whether it changed. */
export function fingerprint({ components, uploads }: Part): string {
  const hash = createHash('sha256').update(JSON.stringify(components))
  for (const upload of uploads) hash.update(upload.kind === 'file' ? upload.content : upload.svg)
  return hash.digest('base64')
}

/** Returns the id of the message. */
async function post(
  channel: string,
  part: Part,
  how: How,
  { api, log }: Pick<DiscordDeps, 'api' | 'log'>,
): Promise<string> {
  try {
    return await api.post(channel, await sending(part, log, how))
  } catch (error) {
    const { to, ...alone } = how
    if (to && isError(error, CODES.mayNotReply)) return post(channel, part, alone, { api, log })
    if (!(error instanceof ChannelClosedError) || part.uploads.length === 0) throw error
    return api.post(channel, await sending(withoutFiles(part), log, how))
  }
}

/** Characters that a message has left for this note. */
const ROOM = 80

function withoutFiles({ components, uploads }: Part): Part {
  const names = list(
    uploads.map(({ name }) => name),
    2,
  )
  const content = `*I'm not allowed to attach files here: ${line(names, ROOM / 2)}*`
  const shown = components.filter(
    ({ type }) => type !== ComponentType.File && type !== ComponentType.MediaGallery,
  )
  return { components: [...shown, { type: ComponentType.TextDisplay, content }], uploads: [] }
}
