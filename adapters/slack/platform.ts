/** Lets the core post to Slack unprompted. */

import type { ChannelRef, Platform, Posted } from '../../bot/core/platform.ts'
import { unprompted } from '../../bot/delivery/attempts.ts'
import { createUnprompted, type Unprompted } from '../../bot/delivery/unprompted.ts'
import { tell } from './answers.ts'
import type { Content } from './content.ts'
import type { SlackDeps } from './deps.ts'
import { slashed } from './events/slash.ts'
import { findPosted } from './posting.ts'
import type { Upload } from './render/message.ts'
import { plainSurface } from './transport.ts'

type Rest = Pick<Platform, 'state' | 'close'>

/** Creates the platform that posts, edits, opens threads and checks rights on Slack. */
export function slackPlatform(parts: SlackDeps, rest: Rest): Platform {
  async function open(team: string): Promise<Unprompted<Content, Upload>> {
    const found = await parts.workspaces.of(team)
    const workspace = { ...found, how: unprompted(found) }
    return {
      surface: ({ spot, key }) => plainSurface(workspace, spot, key, parts),
      async find(spot, key) {
        const id = await findPosted(workspace, spot, key)
        return id === null ? null : { channel: spot.channel, id }
      },
      direct: (person) => parts.directChannel(workspace, person),
      alone({ person: user, address }, { channel }, message) {
        const at = { workspace, channel, user, key: `interrupted ${address}` }
        return tell({ ...at, openThread: address || undefined }, message, parts)
      },
    }
  }

  return {
    name: 'slack',
    ...createUnprompted({
      ...{ ...parts, platform: 'slack', open },
      worded: (message) => slashed(message, parts.tutor.commands),
      channelOf: ({ channel }) => channel,
    }),
    /** A thread is identified by its first message, and starts with the first reply. */
    async openThread({ spot, id }: Posted): Promise<ChannelRef> {
      return { ...spot, thread: spot.thread ?? id.split(',')[0] ?? id }
    },
    isAdmin: async ({ workspace, id }) =>
      parts.people.isAdmin(await parts.workspaces.of(workspace), id),
    ...rest,
  }
}
