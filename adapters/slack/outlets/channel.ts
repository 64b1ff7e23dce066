/** An answer as messages of a channel: posted at once, then edited. */
import { resultOf, type Trouble } from '../../../bot/delivery/outcome.ts'
import type { Message } from '../../../bot/message.ts'
import { ChannelClosed } from '../../../bot/platform.ts'
import { keepPressables } from '../../../bot/pressed.ts'
import type { Where } from '../outlet.ts'
import type { Parts } from '../parts.ts'
import { type Content, post, remove, update } from '../posting.ts'
import { type Rendered, renderMessage } from '../render/message.ts'
import { NOTHING, type Standing } from '../standing.ts'
import { share, unshare } from '../uploads.ts'
import { withFiles } from './files.ts'
import { statusLine } from './status.ts'
import { streamer } from './stream.ts'

export function speaker(where: Where, parts: Parts) {
  const { workspace, channel, thread, asker, question, replaces, key } = where
  const before = typeof replaces === 'object' ? replaces : NOTHING
  let stands: Standing = { ...before, ...(question ? { question } : {}) }
  /** What each message says now, so that what is the same is not sent again. */
  const says = new Map<string, string>()
  const stream = streamer(where, parts)
  const edits = `edits in ${workspace.team}` as const
  const status = statusLine(where, parts)

  async function show(message: Message): Promise<void> {
    await shown(message)
    if (message.done) status.clear()
    else status.show(message.notice)
  }

  async function shown(message: Message): Promise<void> {
    const streamed = await stream.show(message, stands.parts)
    if (streamed) {
      says.set(streamed, '')
      if (stands.parts[0] !== streamed) await note({ ...stands, parts: [streamed] }, message)
      return
    }
    const idOf = await keepPressables([message], (all) =>
      parts.store.actions.keep(all, parts.clock()),
    )
    const rendered = renderMessage(message, idOf)
    const isWhole = rendered.uploads.length === 0 && stands.files.length === 0
    const isBegun = !message.done || (!isWhole && !parts.lacks.has(edits))
    if (isBegun) await write(rendered, message)
    if (!message.done) return
    const whole = await withFiles(message, () => attach(rendered, message), parts)
    // The Delete button comes when all is there that it deletes.
    await write(renderMessage(whole, idOf, true), message)
  }

  async function write({ contents }: Rendered, message: Message): Promise<void> {
    const before = stands.parts
    const written: string[] = []
    for (const [at, content] of contents.entries()) {
      const ts = stands.parts[at]
      const stays = ts !== undefined && (await edit(ts, content, message.done))
      written.push(stays ? ts : await add(content, at, written[0]))
      // Where the next one fails, this one is not posted again.
      stands = { ...stands, parts: [...written, ...stands.parts.slice(written.length)] }
    }
    for (const ts of stands.parts.slice(contents.length)) await remove(workspace, channel, ts)
    if (written.join() !== before.join()) await note({ ...stands, parts: written }, message)
  }

  /** False where it has to be said anew. What somebody took away while it was being written stays away. */
  async function edit(ts: string, content: Content, done: boolean): Promise<boolean> {
    const said = JSON.stringify(content)
    const before = says.get(ts)
    if (before === said) return true
    const outcome = parts.lacks.has(edits)
      ? MISSING
      : await update(workspace, { channel }, ts, content)
    if (outcome.is === 'gone') return before !== undefined
    if (outcome.is === 'missing') parts.lacks.add(edits)
    if (outcome.is === 'missing' || outcome.is === 'fixed') {
      // Where nothing can be edited, the last revision is said anew, and those before it are not.
      if (done) await remove(workspace, channel, ts)
      return !done
    }
    resultOf(outcome)
    says.set(ts, said)
    return true
  }

  /** What is more than one message goes on in the thread of the first. */
  async function add(content: Content, at: number, first: string | undefined): Promise<string> {
    const target = { channel, thread: thread ?? first }
    const ts = await post(workspace, target, content, `${key} ${at}`)
    says.set(ts, JSON.stringify(content))
    return ts
  }

  async function attach({ uploads }: Rendered, message: Message): Promise<void> {
    if (stands.files.length > 0) await unshare(workspace, stands.files)
    const files = await shared(uploads)
    if (files.length > 0 || stands.files.length > 0) {
      await note({ ...stands, files: [...files] }, message)
    }
  }

  /** Where the tutor may speak without being a member, it may not attach: then files come in private. */
  async function shared(uploads: Rendered['uploads']): Promise<readonly string[]> {
    try {
      return await share(workspace, { channel, thread: thread ?? stands.parts[0] }, uploads)
    } catch (error) {
      if (!(error instanceof ChannelClosed)) throw error
      return share(workspace, { channel: await parts.directChannel(workspace, asker.id) }, uploads)
    }
  }

  /** What is one person's is not kept, not even that it was said. */
  async function note(now: Standing, { audience, done }: Message): Promise<void> {
    stands = now
    if (audience === 'everyone') await parts.standings.note(workspace, channel, asker, now)
    const spot = { platform: 'slack', workspace: workspace.team, channel }
    if (!done) await parts.unfinished.begins(key, { spot, id: now.parts.join() })
  }

  /**
   * The answer turns out to be for one person: what this one, or that of the same message before its edit, has put into
   * the channel goes. What was there when a button was pressed stays.
   */
  async function withdraw(): Promise<void> {
    if (stands.parts.length === 0 || (says.size === 0 && !where.isEdit)) return
    await parts.standings.drop(workspace, channel, stands)
    stands = NOTHING
  }

  return { show, withdraw, isStreaming: stream.isOn }
}

const MISSING: Trouble = { is: 'missing', cause: null }
