/** The conversations of all channels; a direct one is each person's own. */
import type { Clock } from '../../bot/core/clock.ts'
import type { Log } from '../../bot/core/log.ts'
import type { Tutor } from '../../bot/core/tutor.ts'
import { CHANNELS } from './channels.ts'
import { type ConversationLog, createConversation } from './events/conversation.ts'
import { WEB } from './limits.ts'
import { pageAnswers } from './transport.ts'

export type Rooms = Readonly<{
  /** By the name in the page's address; null when there is no such channel. */
  room(name: string, visitor: string): ConversationLog | null
  /** By the channel as the core knows it. */
  at(channel: string): ConversationLog | null
  /** Ends all runs. */
  close(): void
}>

type Parts = Readonly<{
  tutor: Tutor
  clock: Clock
  log: Log
  newId: () => string
  epoch: string
}>

/** Direct conversations that are kept when nobody looks; the one entered longest ago goes first. */
const DIRECT_KEPT = 100

const DIRECT = 'direct-'

export function createRooms(parts: Parts): Rooms {
  const rooms = new Map<string, ConversationLog>()
  const running = pageAnswers(parts)

  function room(name: string, visitor: string): ConversationLog | null {
    const info = CHANNELS.find((each) => each.name === name)
    return info ? at(info.direct ? directChannel(visitor) : name) : null
  }

  function at(channel: string): ConversationLog | null {
    const direct = channel.startsWith(DIRECT)
    const info = CHANNELS.find((each) => (direct ? each.direct : each.name === channel))
    if (!info || info.direct !== direct) return null
    const { name } = info
    const kept =
      rooms.get(channel) ??
      createConversation({ ...parts, running, name, channel, direct, onGrowth: forgetMost })
    rooms.delete(channel)
    rooms.set(channel, kept)
    forgetOldest()
    return kept
  }

  /** What all rooms keep has one bound: the oldest post of any of them goes first. */
  function forgetMost(): void {
    let bytes = [...rooms.values()].reduce((sum, each) => sum + each.feed.bytes(), 0)
    while (bytes > WEB.pageBytes) {
      const [oldest] = [...rooms.values()]
        .filter((each) => each.oldestAt() !== null)
        .sort((a, b) => (a.oldestAt() ?? 0) - (b.oldestAt() ?? 0))
      if (!oldest) return
      const before = oldest.feed.bytes()
      oldest.dropOldest()
      bytes -= before - oldest.feed.bytes()
    }
  }

  function forgetOldest(): void {
    const direct = [...rooms].filter(([channel]) => channel.startsWith(DIRECT))
    const excess = direct.slice(0, Math.max(0, direct.length - DIRECT_KEPT))
    for (const [channel, oldest] of excess) {
      if (oldest.feed.watched()) continue
      oldest.close()
      rooms.delete(channel)
    }
  }

  return {
    room,
    at,
    close(): void {
      running.halt()
    },
  }
}

/** A person's own channel, as the core knows it. */
export function directChannel(visitor: string): string {
  return `${DIRECT}${visitor}`
}
