/** Discord as the core speaks to it unasked. */
import type { Message } from '../../bot/message.ts'
import { ChannelClosed, type Platform, type Posted, type Spot } from '../../bot/platform.ts'
import { CODES, isError } from './api.ts'
import { DISCORD } from './limits.ts'
import { type Parts, rendered } from './parts.ts'
import { post } from './posting.ts'
import { label } from './render/text.ts'
import { sending } from './sending.ts'

type Rest = Pick<Platform, 'state' | 'close'>

/** Who may press what is only for one person, and the server that a direct message is about. */
type Whose = Readonly<{ asker: string; home: string }>

export function discordPlatform(parts: Parts, rest: Rest): Platform {
  const { api, log } = parts

  const look = (whose: Whose) => ({ ...whose, deletable: false, fileBytes: DISCORD.fileBytes })

  async function say(channel: string, message: Message, key: string, whose: Whose) {
    const pieces = await rendered(message, look(whose), parts)
    const ids: string[] = []
    for (const [at, part] of pieces.entries()) {
      ids.push(await post(channel, part, { key: `${key} ${at}` }, parts))
    }
    return ids.join()
  }

  return {
    name: 'discord',
    prefersThreads: true,

    async post(spot, message, key) {
      const nobody = { asker: '', home: '' }
      return { spot, id: await say(spot.thread ?? spot.channel, message, key, nobody) }
    },

    async edit({ spot, id }, message) {
      const channel = spot.thread ?? spot.channel
      const pieces = await rendered(message, look({ asker: '', home: '' }), parts)
      const written = id.split(',')
      for (const [at, part] of pieces.entries()) {
        const what = await sending(part, log)
        const one = written[at]
        if (one) await api.edit({ channel, id: one }, what)
        else await post(channel, part, { key: `${id} ${at}` }, parts)
      }
      if (!message.done) return
      for (const one of written.slice(pieces.length)) await api.remove({ channel, id: one })
    },

    /** A thread has the id of the message that it is under, so that one that is there is found again. */
    async openThread({ spot, id }: Posted, title): Promise<Spot> {
      if (spot.thread) return spot
      const [first = id] = id.split(',')
      try {
        const name = label(title, DISCORD.threadName)
        return { ...spot, thread: await api.thread({ channel: spot.channel, id: first }, name) }
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
        await say(channel, message, key, { asker: person.id, home: person.workspace })
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
