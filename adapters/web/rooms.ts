/** The conversations of all channels; a direct one is each person's own. */
import type { Clock } from '../../bot/clock.ts'
import type { Log } from '../../bot/log.ts'
import type { Tutor } from '../../bot/tutor.ts'
import { CHANNELS } from './channels.ts'
import { type Conversation, createConversation } from './conversation.ts'

export type Rooms = ReturnType<typeof createRooms>

type Parts = Readonly<{
  tutor: Tutor
  clock: Clock
  log: Log
  newId: () => string
  epoch: string
}>

/** Direct conversations that are kept; the one entered longest ago goes first. */
const DIRECT_KEPT = 100

export function createRooms(parts: Parts) {
  const rooms = new Map<string, Conversation>()

  function room(name: string, visitor: string): Conversation | null {
    const info = CHANNELS.find((each) => each.name === name)
    if (!info) return null
    const channel = info.direct ? `direct-${visitor}` : name
    const kept =
      rooms.get(channel) ?? createConversation({ ...parts, name, channel, direct: info.direct })
    rooms.delete(channel)
    rooms.set(channel, kept)
    forgetOldest()
    return kept
  }

  function forgetOldest(): void {
    const direct = [...rooms.keys()].filter((channel) => channel.startsWith('direct-'))
    const [oldest] = direct
    if (direct.length <= DIRECT_KEPT || oldest === undefined) return
    rooms.get(oldest)?.close()
    rooms.delete(oldest)
  }

  return {
    room,
    close(): void {
      for (const each of rooms.values()) each.close()
    },
  }
}
