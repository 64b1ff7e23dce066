/** Discord as the core speaks to it unasked. */
import type { Ref } from '../../bot/delivery/outlet.ts'
import { createParts } from '../../bot/delivery/parts.ts'
import type { Message } from '../../bot/message.ts'
import {
  ChannelClosed,
  type Only,
  type Platform,
  type Posted,
  type Spot,
} from '../../bot/platform.ts'
import { CODES, isError } from './calls.ts'
import { DISCORD } from './limits.ts'
import { type Parts, rendered } from './parts.ts'
import { channelWriter } from './posting.ts'
import type { Part } from './render/pack.ts'
import { label } from './render/text.ts'
import { sending } from './sending.ts'
import { ticketIn } from './standing.ts'

type Rest = Pick<Platform, 'state' | 'close'>

/** Who may press what is only for one person, and the server that a direct message is about. */
type Saying = Readonly<{
  key: string
  to?: string
  posted?: readonly string[]
  asker: string
  home: string
}>

const NOBODY = { asker: '', home: '' }
const LOOK = { deletable: false, fileBytes: DISCORD.fileBytes }

export function discordPlatform(parts: Parts, rest: Rest): Platform {
  /** Gives the ids of its messages. `posted`: what is there already. */
  async function say(
    channel: string,
    message: Message,
    { key, to, posted = [], ...whose }: Saying,
  ): Promise<string> {
    const api = parts.api.unprompted()
    const pieces = await rendered(message, { ...LOOK, ...whose }, parts)
    const written = createParts<Ref, Part>(channelWriter(channel, { key, to }, api, parts))
    // It is not known how that looks; what is gone stays gone.
    written.adopt(
      posted.map((id) => ({ channel, id })),
      '',
    )
    await written.write(pieces, false)
    return written
      .refs()
      .map((ref) => ref?.id)
      .join()
  }

  /** In the place of what one person sees of an answer, or in a direct message. */
  async function sayAlone(only: Only, home: string, message: Message): Promise<void> {
    const whose = { asker: only.person, home }
    const [part] = await rendered(message, { ...LOOK, ...whose }, parts)
    const ticket = ticketIn(only, parts.clock())
    const api = parts.api.unprompted()
    if (ticket && (await api.editAnswer(ticket, '@original', await sending(part, parts.log))))
      return
    const channel = await parts.direct(only.person)
    await say(channel, message, { key: `interrupted ${only.address}`, ...whose })
  }

  return {
    name: 'discord',
    prefersThreads: true,

    async post(spot, message, key) {
      return { spot, id: await say(spot.thread ?? spot.channel, message, { ...NOBODY, key }) }
    },

    async edit({ spot, id, only, planned }, message) {
      if (only) return sayAlone(only, spot.workspace, message)
      const channel = spot.thread ?? spot.channel
      // Under the same key, Discord gives what was posted a moment ago.
      const known = planned ? await say(channel, message, { ...NOBODY, ...planned }) : id
      await say(channel, message, { ...NOBODY, key: id, posted: known.split(',') })
    },

    /** A thread has the id of the message that it is under, so that one that is there is found again. */
    async openThread({ spot, id }: Posted, title): Promise<Spot> {
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
        // A direct message, or a channel in which it may not: all stays in the channel.
        if (isError(error, CODES.noThreadsHere) || error instanceof ChannelClosed) return spot
        throw error
      }
    },

    async tell(person, message, key) {
      try {
        const channel = await parts.direct(person.id)
        await say(channel, message, { key, asker: person.id, home: person.workspace })
        return true
      } catch (error) {
        if (error instanceof ChannelClosed) return false
        throw error
      }
    },

    isAdmin: (person) => parts.people.isAdmin(person),
    ...rest,
  }
}
