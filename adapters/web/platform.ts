/** Lets the core post on the page unprompted. */

import type { PersonId } from '../../bot/core/keys.ts'
import type { Message } from '../../bot/core/message.ts'
import {
  ChannelClosedError,
  type ChannelRef,
  type Platform,
  type Posted,
} from '../../bot/core/platform.ts'
import type { Admins } from './admins.ts'
import type { ConversationLog } from './events/conversation.ts'
import { WORKSPACE } from './identity.ts'
import { directChannel, type Rooms } from './rooms.ts'

type Parts = Readonly<{ rooms: Rooms; admins: Admins; url: string }>

/** Creates the platform that posts and edits on the page. */
export function webPlatform({ rooms, admins, url }: Parts): Omit<Platform, 'close'> {
  function roomOf({ channel }: ChannelRef): ConversationLog {
    const room = rooms.at(channel)
    if (!room) throw new ChannelClosedError(`the page has no channel ${channel}`)
    return room
  }

  return {
    name: WORKSPACE.platform,

    async post(spot: ChannelRef, message: Message, key: string): Promise<Posted> {
      return { spot, id: await roomOf(spot).say(message, key) }
    },

    async edit({ spot, id }: Posted, message: Message): Promise<void> {
      await roomOf(spot).sayAgain(id, message)
    },

    openThread: async ({ spot }) => spot,

    async tell({ id }: PersonId, message: Message, key: string): Promise<boolean> {
      await roomOf({ ...WORKSPACE, channel: directChannel(id) }).say(message, key)
      return true
    },

    isAdmin: admins.has,

    state: () => ({ connected: true, detail: `listening at ${url}` }),
  }
}
