/** The conversations of all channels; everyone has a direct one of their own. */
import type { Clock } from '../../bot/core/clock.ts'
import type { Log } from '../../bot/core/log.ts'
import type { Tutor } from '../../bot/core/tutor.ts'
import { CHANNELS } from './channels.ts'
import { type ConversationLog, createConversation } from './events/conversation.ts'
import { WEB } from './limits.ts'
import { pageAnswers } from './transport.ts'

export type Rooms = Readonly<{
  /** Finds a channel by the name in the page's URL; null if it doesn't exist. */
  room(name: string, visitor: string): ConversationLog | null
  /** Finds a channel by its id in the core; null if it doesn't exist. */
  at(channel: string): ConversationLog | null
  /** Stops all runs. */
  close(): void
}>

type Parts = Readonly<{
  tutor: Tutor
  clock: Clock
  log: Log
  newId: () => string
  epoch: string
}>

/** Number of direct conversations kept when nobody is watching; the least recently used is dropped first. */
const DIRECT_KEPT = 100

const DIRECT = 'direct-'

/** Creates the conversations, each when it is first used. */
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

  /** All rooms share one memory limit: the oldest post of any of them is dropped first. */
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

/** Returns the id of a person's own channel in the core. */
export function directChannel(visitor: string): string {
  return `${DIRECT}${visitor}`
}
