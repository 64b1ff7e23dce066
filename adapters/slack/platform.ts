/** Slack as the core speaks to it unasked. */
import { LRUCache } from 'lru-cache'
import { unprompted } from '../../bot/delivery/attempts.ts'
import type { Ref } from '../../bot/delivery/outlet.ts'
import { createParts, type Parts as Written } from '../../bot/delivery/parts.ts'
import type { Message } from '../../bot/message.ts'
import { ChannelClosed, type Platform, type Posted, type Spot } from '../../bot/platform.ts'
import { keepPressables } from '../../bot/pressed.ts'
import { tell } from './answers.ts'
import { isOutside } from './calls.ts'
import type { Workspace } from './clients.ts'
import type { Target } from './content.ts'
import type { Parts } from './parts.ts'
import { channelWriter, findPosted } from './posting.ts'
import { type Rendered, renderMessage } from './render/message.ts'
import { slashed } from './slash.ts'
import { share, unshare } from './uploads.ts'

type Belongings = Readonly<{ more: readonly string[]; files: readonly string[] }>

/** Of what was said before it is not known how it looks, and what is gone stays gone. */
const LEFT = ''

/** Messages that may still be edited; those of a quiz are for some minutes. */
const KEPT = 1000

type Rest = Pick<Platform, 'state' | 'close'>

export function slackPlatform(parts: Parts, rest: Rest): Platform {
  const { people } = parts

  async function rendered(message: Message): Promise<Rendered> {
    return renderMessage(
      slashed(message, parts.tutor.commands),
      await keepPressables([message], parts),
    )
  }

  async function speaking(team: string): Promise<Workspace> {
    const workspace = await parts.workspaces.of(team)
    return { ...workspace, how: unprompted(workspace) }
  }

  /** What belongs to a message beside what its id names: what an edit added, and its files. */
  const known = new LRUCache<string, Belongings>({ max: KEPT })

  function note(id: string, has: Belongings): void {
    if (has.more.length + has.files.length === 0) known.delete(id)
    else known.set(id, has)
  }

  /** What is said stands, with its files or without. */
  async function shared(workspace: Workspace, target: Target, uploads: Rendered['uploads']) {
    try {
      return await share(workspace, target, uploads)
    } catch (err) {
      parts.log[isOutside(err) ? 'warn' : 'error']({ err, platform: 'slack' }, 'no files')
      return []
    }
  }

  async function say(workspace: Workspace, target: Target, message: Message, key: string) {
    const { contents, uploads } = await rendered(message)
    const writer = channelWriter(workspace, target, key, parts)
    let isNew = false
    const written = createParts({
      ...writer,
      async post(content, place, before) {
        const where = { channel: target.channel, thread: target.thread ?? before[0]?.id }
        const posted = await findPosted(workspace, where, `${key} ${place}`)
        if (posted !== null) return { channel: target.channel, id: posted }
        isNew = true
        return writer.post(content, place, before)
      },
    })
    await written.write(contents, true)
    const id = idsOf(written).join()
    if (isNew) note(id, { more: [], files: await shared(workspace, beneath(target, id), uploads) })
    return id
  }

  return {
    name: 'slack',
    async post(spot, message, key) {
      const workspace = await speaking(spot.workspace)
      return { spot, id: await say(workspace, spot, message, key) }
    },
    async edit({ spot, id, only, planned }, message) {
      const workspace = await speaking(spot.workspace)
      const there = planned && (await findPosted(workspace, spot, `${planned.key} 0`))
      if (planned && !there && !only) return void (await say(workspace, spot, message, planned.key))
      if (only && !there) {
        const { person: user, address } = only
        const at = { workspace, channel: spot.channel, user, key: `interrupted ${address}` }
        return tell({ ...at, openThread: address || undefined }, message, parts)
      }
      const { contents, uploads } = await rendered(message)
      const own = there ? [there] : id.split(',')
      const { more, files } = known.get(id) ?? { more: [], files: [] }
      const target = { channel: spot.channel, thread: spot.thread ?? own[0] }
      const written = createParts(channelWriter(workspace, target, id, parts))
      const all = [...own, ...more].map((each) => ({ channel: spot.channel, id: each }))
      written.adopt(all, LEFT)
      await written.write(contents, false)
      await unshare(workspace, files)
      const now = await shared(workspace, target, uploads)
      note(id, { more: idsOf(written).slice(own.length), files: now })
    },
    /** A thread is named by its first message, and begins with the first reply. */
    async openThread({ spot, id }: Posted): Promise<Spot> {
      return { ...spot, thread: spot.thread ?? id.split(',')[0] ?? id }
    },
    async tell(person, message, key) {
      const workspace = await speaking(person.workspace)
      try {
        const channel = await parts.directChannel(workspace, person.id)
        await say(workspace, { channel }, message, key)
        return true
      } catch (error) {
        if (error instanceof ChannelClosed) return false
        throw error
      }
    },
    isAdmin: async ({ workspace, id }) => people.isAdmin(await parts.workspaces.of(workspace), id),
    ...rest,
  }
}

function idsOf(written: Pick<Written<Ref, unknown>, 'refs'>): readonly string[] {
  return written.refs().flatMap((ref) => (ref ? [ref.id] : []))
}

/** Where files go that belong to a message. */
function beneath({ channel, thread }: Target, id: string): Target {
  return { channel, thread: thread ?? id.split(',')[0] }
}
