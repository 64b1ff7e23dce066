/** Slack as the core speaks to it unasked. */

import { PATIENCE } from '../../bot/delivery/attempts.ts'
import { type Outcome, resultOf } from '../../bot/delivery/outcome.ts'
import { latest } from '../../bot/latest.ts'
import type { Message } from '../../bot/message.ts'
import { ChannelClosed, type Platform, type Posted, type Spot } from '../../bot/platform.ts'
import { keepPressables } from '../../bot/pressed.ts'
import { isOutside } from './calls.ts'
import type { Workspace } from './clients.ts'
import type { Parts } from './parts.ts'
import { findPosted, post, remove, type Target, update } from './posting.ts'
import { type Rendered, renderMessage } from './render/message.ts'
import { slashed } from './slash.ts'
import { share, unshare } from './uploads.ts'

type Belongings = Readonly<{ more: readonly string[]; files: readonly string[] }>

/** Messages that may still be edited; those of a quiz are for some minutes. */
const KEPT = 1000

type Rest = Pick<Platform, 'state' | 'close'>

export function slackPlatform(parts: Parts, rest: Rest): Platform {
  const { workspaces, people, store, clock } = parts

  async function rendered(message: Message): Promise<Rendered> {
    return renderMessage(
      slashed(message, parts.tutor.commands),
      await keepPressables([message], (all) => store.actions.keep(all, clock())),
    )
  }

  /** What belongs to a message beside what its id names: what an edit added, and its files. */
  const known = latest<Belongings>(KEPT)

  function note(id: string, has: Belongings): void {
    if (has.more.length + has.files.length === 0) known.forget(id)
    else known.put(id, has)
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
    const written: string[] = []
    let isNew = false
    for (const [at, content] of contents.entries()) {
      const place = { channel: target.channel, thread: target.thread ?? written[0] }
      const before = await findPosted(workspace, place, `${key} ${at}`)
      isNew ||= before === null
      written.push(before ?? (await post(workspace, place, content, `${key} ${at}`)))
    }
    const id = written.join()
    const place = { channel: target.channel, thread: target.thread ?? written[0] }
    if (isNew) note(id, { more: [], files: await shared(workspace, place, uploads) })
    return id
  }

  return {
    name: 'slack',
    async post(spot, message, key) {
      const workspace = { ...(await workspaces.of(spot.workspace)), patienceMs: PATIENCE.postMs }
      return { spot, id: await say(workspace, spot, message, key) }
    },
    async edit({ spot, id }, message) {
      const workspace = { ...(await workspaces.of(spot.workspace)), patienceMs: PATIENCE.postMs }
      const { contents, uploads } = await rendered(message)
      const own = id.split(',')
      const { more, files } = known.find(id) ?? { more: [], files: [] }
      const written = [...own, ...more]
      const place = { channel: spot.channel, thread: spot.thread ?? own[0] }
      for (const [at, content] of contents.entries()) {
        const ts = written[at]
        if (ts) leftSo(await update(workspace, spot, ts, content))
        else written.push(await post(workspace, place, content, `${id} ${at}`))
      }
      for (const ts of written.splice(contents.length)) await remove(workspace, spot.channel, ts)
      await unshare(workspace, files)
      const now = await shared(workspace, place, uploads)
      note(id, { more: written.slice(own.length), files: now })
    },
    /** A thread is named by its first message, and begins with the first reply. */
    async openThread({ spot, id }: Posted): Promise<Spot> {
      return { ...spot, thread: spot.thread ?? id.split(',')[0] ?? id }
    },
    async tell(person, message, key) {
      const workspace = { ...(await workspaces.of(person.workspace)), patienceMs: PATIENCE.postMs }
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

/** What is gone, or cannot be edited, is left so. */
function leftSo(outcome: Outcome<unknown>): void {
  if (outcome.is !== 'gone' && outcome.is !== 'fixed') resultOf(outcome)
}
