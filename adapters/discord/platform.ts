/** Lets the core post to Discord unprompted. */

import { storeActions } from '../../bot/core/component-actions.ts'
import {
  ChannelClosedError,
  type ChannelRef,
  type Platform,
  type Posted,
} from '../../bot/core/platform.ts'
import type { Surface } from '../../bot/delivery/reply-delivery.ts'
import { type At, createUnprompted, type Unprompted } from '../../bot/delivery/unprompted.ts'
import { CODES, isError } from './calls.ts'
import type { DiscordDeps } from './deps.ts'
import { DISCORD } from './limits.ts'
import type { Part } from './render/pack.ts'
import { label } from './render/text.ts'
import { sending } from './sending.ts'
import { ticketIn } from './standing.ts'
import { channelSurface } from './transport.ts'

type Rest = Pick<Platform, 'state' | 'close'>

/** Creates the platform that posts, edits, opens threads and checks rights on Discord. */
export function discordPlatform(parts: DiscordDeps, rest: Rest): Platform {
  async function open(workspace: string): Promise<Unprompted<Part, never>> {
    const api = parts.api.unprompted()

    function surface({ spot, key, to, person }: At): Surface<Part> {
      const [asker, home] = person ? [person.id, person.workspace] : ['', '']
      return channelSurface(api, parts, { at: channelOf(spot), key, to, asker, home })
    }

    return {
      surface,
      direct: parts.direct,
      async alone({ person: id, address }, spot, message) {
        const key = `interrupted ${address}`
        const person = { platform: 'discord', workspace, id }
        const ticket = ticketIn(address, parts.clock())
        const idOf = await storeActions([message], parts)
        const [part] = surface({ spot, key, person }).render(message, idOf, false).pieces
        const what = part && (await sending(part, parts.log))
        if (ticket && what && (await api.editAnswer(ticket, '@original', what))) return
        await speech.tell(person, message, key)
      },
    }
  }

  const speech = createUnprompted({ ...parts, platform: 'discord', open, channelOf })

  return {
    name: 'discord',
    prefersThreads: true,
    ...speech,

    /** A thread has the id of the message it belongs to, so an existing one is found again. */
    async openThread({ spot, id }: Posted, title): Promise<ChannelRef> {
      if (spot.thread) return spot
      const [first = id] = id.split(',')
      try {
        const name = label(title, DISCORD.threadName)
        return {
          ...spot,
          thread: await parts.api.unprompted().thread({ channel: spot.channel, id: first }, name),
        }
      } catch (error) {
        if (isError(error, CODES.threadThere)) return { ...spot, thread: first }
        // In a direct message, or without permission to open threads, everything stays in the
        // channel.
        if (isError(error, CODES.noThreadsHere) || error instanceof ChannelClosedError) return spot
        throw error
      }
    },

    isAdmin: (person) => parts.people.isAdmin(person),
    ...rest,
  }
}

function channelOf({ thread, channel }: ChannelRef): string {
  return thread ?? channel
}
