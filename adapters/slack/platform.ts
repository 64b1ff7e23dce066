/** Slack as the core speaks to it unasked. */
import type { Message } from '../../bot/message.ts'
import { ChannelClosed, type Platform, type Posted, type Spot } from '../../bot/platform.ts'
import { keepPressables } from '../../bot/pressed.ts'
import type { Workspace } from './clients.ts'
import type { Parts } from './parts.ts'
import { findPosted, post, remove, type Target, update } from './posting.ts'
import { type Rendered, renderMessage } from './render/message.ts'
import { share } from './uploads.ts'

type Rest = Pick<Platform, 'state' | 'close'>

export function slackPlatform(parts: Parts, rest: Rest): Platform {
  const { workspaces, people, pace, store, clock } = parts

  async function rendered(message: Message): Promise<Rendered> {
    return renderMessage(
      message,
      await keepPressables([message], (all) => store.actions.keep(all, clock())),
    )
  }

  async function say(workspace: Workspace, target: Target, message: Message, key: string) {
    const { contents, uploads } = await rendered(message)
    const written: string[] = []
    for (const [at, content] of contents.entries()) {
      const place = { channel: target.channel, thread: target.thread ?? written[0] }
      const before = await findPosted(workspace, place, `${key} ${at}`)
      written.push(before ?? (await post(workspace, place, content, `${key} ${at}`)))
    }
    await share(
      workspace,
      { channel: target.channel, thread: target.thread ?? written[0] },
      uploads,
    )
    return written
  }

  /** Messages that an edit added to one that was posted. */
  const grown = new Map<string, readonly string[]>()

  function grow(id: string, written: readonly string[]): void {
    const more = written.slice(id.split(',').length)
    if (more.length === 0) grown.delete(id)
    else grown.set(id, more)
  }

  return {
    name: 'slack',
    async post(spot, message, key) {
      const workspace = await workspaces.of(spot.workspace)
      const written = await say(workspace, spot, message, key)
      return { spot, id: written.join() }
    },
    async edit({ spot, id }, message) {
      const workspace = await workspaces.of(spot.workspace)
      const { contents } = await rendered(message)
      const written = [...id.split(','), ...(grown.get(id) ?? [])]
      const place = { channel: spot.channel, thread: spot.thread ?? written[0] }
      for (const [at, content] of contents.entries()) {
        const ts = written[at]
        await pace(spot.channel)
        if (ts) await update(workspace, spot, ts, content)
        else written.push(await post(workspace, place, content, `${id} ${at}`))
      }
      for (const ts of written.splice(contents.length)) await remove(workspace, spot.channel, ts)
      grow(id, written)
    },
    /** A thread is named by its first message, and begins with the first reply. */
    async openThread({ spot, id }: Posted): Promise<Spot> {
      return { ...spot, thread: spot.thread ?? id.split(',')[0] ?? id }
    },
    async tell(person, message, key) {
      const workspace = await workspaces.of(person.workspace)
      try {
        const channel = await parts.directChannel(workspace, person.id)
        await say(workspace, { channel }, message, key)
        return true
      } catch (error) {
        if (error instanceof ChannelClosed) return false
        throw error
      }
    },
    isAdmin: async ({ workspace, id }) => people.isAdmin(await workspaces.of(workspace), id),
    ...rest,
  }
}
