/** Delivers the answer to a message: in the channel, or in a direct message. */

import type { Message } from '../../bot/core/message.ts'
import type { Person } from '../../bot/core/request.ts'
import type { How, Surface, Transport } from '../../bot/delivery/reply-delivery.ts'
import type { MessageRef, ReplyRecord } from '../../bot/delivery/reply-records.ts'
import type { Api } from './api.ts'
import type { DiscordDeps } from './deps.ts'
import { DISCORD, EDITS } from './limits.ts'
import { channelOf, NO_SERVER } from './people.ts'
import { channelWriter, type Posting } from './posting.ts'
import { renderMessage } from './render/message.ts'
import type { Part } from './render/pack.ts'

export type Spoken = Readonly<{
  asker: Person
  /** The channel or thread. */
  channel: string
  direct: boolean
  question: MessageRef
  /** The answer that it replaces. */
  stands?: ReplyRecord | undefined
  /** Unique to the request. */
  key: string
}>

/** Creates the transport for the answer to a message; a private answer goes to direct messages if possible. */
export function channelTransport(spoken: Spoken, how: How, parts: DiscordDeps): Transport<Part> {
  const { asker, channel, direct, question, key, stands } = spoken
  const api = parts.api.as(how)
  const inChannel = channelSurface(api, parts, {
    ...{ asker: asker.id, key, at: channel, home: '', to: question.id },
  })
  const alone = directSurface(api, parts, { asker, key })
  const here: Surface<Part> = {
    ...inChannel,
    render: (message, ...more) =>
      inChannel.render(message.audience === 'everyone' || direct ? message : CLOSED, ...more),
  }
  const refs = stands?.messages ?? []
  const isHere = refs[0]?.channel === channel
  const workspace = direct ? NO_SERVER : asker.workspace
  return {
    answer: { key, asker, workspace, question },
    surfaces: ({ audience }) => (audience === 'everyone' || direct ? [here] : [alone, here]),
    stands: refs.length > 0 ? { surface: isHere ? here : alone, refs, isOurs: true } : undefined,
    planned:
      refs.length > 0
        ? {
            spot: channelOf(workspace, refs[0]?.channel ?? channel),
            id: refs.map(({ id }) => id).join(),
          }
        : { spot: channelOf(workspace, channel), id: '', planned: { key, to: question.id } },
    isKept: () => true,
    /** For when the first revision takes a while. */
    async acknowledge() {
      void api.typing(channel)
      return null
    },
    ...pacedBy(channel, how.signal, api),
  }
}

/** Limits the rate of revisions, starting with the first. */
export function pacedBy(
  what: string,
  signal: AbortSignal,
  api: Api,
): Pick<Transport<Part>, 'room' | 'activity'> {
  const pace = [{ key: `discord revisions ${what}`, rate: EDITS }]
  let isFirst = true
  return {
    room: (until) => api.room(pace, 'between', until),
    activity({ done }) {
      if (isFirst && !done) void api.room(pace, 'between', signal)
      isFirst = false
    },
  }
}

const CLOSED: Message = {
  blocks: [
    {
      kind: 'markdown',
      text: "This answer is private, but Discord won't let me message you. Allow direct messages from this server, or use a command that starts with `/`.",
    },
  ],
  notice: "I can't message you.",
  audience: 'everyone',
  done: true,
}

type Place = Posting &
  Readonly<{
    /** The only person who may use the asker's own controls; empty if that is nobody. */
    asker: string
    at: string | (() => Promise<string>)
    /** As in `ComponentId`. */
    home: string
  }>

/** Creates the surface for messages in a channel: posted, then edited. */
export function channelSurface(api: Api, parts: DiscordDeps, place: Place): Surface<Part> {
  const { asker, at, home } = place
  const look = { asker, home, fileBytes: DISCORD.fileBytes }
  return {
    ...channelWriter(at, place, api, parts),
    isFixed: () => false,
    render: (message, idOf, deletable) => ({
      pieces: renderMessage(message, { ...look, deletable, idOf }),
      uploads: [],
    }),
  }
}

/** Creates the surface for direct messages to the person who asked. */
export function directSurface(
  api: Api,
  parts: DiscordDeps,
  { asker, key }: Pick<Spoken, 'asker' | 'key'>,
): Surface<Part> {
  const at = () => parts.direct(asker.id)
  return channelSurface(api, parts, { asker: asker.id, key, at, home: asker.workspace })
}
