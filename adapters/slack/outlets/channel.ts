/** An answer as messages of a channel: posted at once, then edited. */
import { createParts } from '../../../bot/delivery/parts.ts'
import type { Standing } from '../../../bot/delivery/standings.ts'
import type { Message } from '../../../bot/message.ts'
import { ChannelClosed } from '../../../bot/platform.ts'
import { keepPressables } from '../../../bot/pressed.ts'
import type { Parts } from '../parts.ts'
import { channelWriter, takingIn } from '../posting.ts'
import { type Rendered, renderMessage } from '../render/message.ts'
import { share, unshare } from '../uploads.ts'
import type { Where } from '../where.ts'
import { withFiles } from './files.ts'
import { statusLine } from './status.ts'
import { streamer } from './stream.ts'

export function speaker(where: Where, parts: Parts) {
  const { workspace, channel, thread, asker, question, replaces, key } = where
  const before = typeof replaces === 'object' ? replaces : { messages: [], files: [] }
  const target = { channel, thread }
  const written = createParts(
    channelWriter(workspace, target, key, parts),
    before.messages.map(({ id }) => id),
  )
  let files: readonly string[] = before.files
  let isBegun = false
  const stream = streamer(where, parts)
  const status = statusLine(where, parts)

  async function show(message: Message): Promise<void> {
    await shown(message)
    if (message.done) status.clear()
    else status.show(message.notice)
  }

  async function shown(message: Message): Promise<void> {
    const streamed = await stream.show(message, written.refs())
    if (streamed) {
      const isNew = written.refs()[0] !== streamed
      written.adopt([streamed], '')
      if (isNew) await note(message)
      return
    }
    const idOf = await keepPressables([message], (all) =>
      parts.store.actions.keep(all, parts.clock()),
    )
    const rendered = renderMessage(message, idOf)
    const isWhole = rendered.uploads.length === 0 && files.length === 0
    const mayEdit = !parts.lacks.has(`edits in ${workspace.team}`)
    if (!message.done || (!isWhole && mayEdit)) await write(rendered, message)
    if (!message.done) return
    const whole = await withFiles(message, () => attach(rendered, message), parts)
    // The Delete button comes when all is there that it deletes.
    await write(renderMessage(whole, idOf, true), message)
  }

  async function write({ contents }: Rendered, message: Message): Promise<void> {
    const stood = written.refs().join()
    isBegun = true
    try {
      await written.write(contents, message.done)
    } finally {
      if (written.refs().join() !== stood) await note(message)
    }
  }

  async function attach({ uploads }: Rendered, message: Message): Promise<void> {
    const had = files
    if (had.length > 0) await unshare(workspace, had)
    files = await shared(uploads)
    if (files.length > 0 || had.length > 0) await note(message)
  }

  /** Where the tutor may speak without being a member, it may not attach: then files come in private. */
  async function shared(uploads: Rendered['uploads']): Promise<readonly string[]> {
    try {
      return await share(workspace, { channel, thread: thread ?? written.refs()[0] }, uploads)
    } catch (error) {
      if (!(error instanceof ChannelClosed)) throw error
      return share(workspace, { channel: await parts.directChannel(workspace, asker.id) }, uploads)
    }
  }

  function standing(): Standing {
    const messages = written.refs().map((id) => ({ channel, id }))
    const asked = question ? { question: { channel, id: question } } : {}
    return { messages, files: [...files], ...asked }
  }

  /** What is one person's is not kept, not even that it was said. */
  async function note({ audience, done }: Message): Promise<void> {
    const now = standing()
    if (audience === 'everyone') await parts.standings.note(workspace.team, asker, now)
    const spot = { platform: 'slack', workspace: workspace.team, channel }
    if (!done) await parts.unfinished.begins(key, { spot, id: written.refs().join() })
  }

  /**
   * The answer turns out to be for one person: what this one, or that of the same message before its edit, has put into
   * the channel goes. What was there when a button was pressed stays.
   */
  async function withdraw(): Promise<void> {
    if (written.refs().length === 0 || (!isBegun && !where.isEdit)) return
    await parts.standings.drop(workspace.team, standing(), takingIn(workspace))
    written.adopt([])
    files = []
  }

  return { show, withdraw, isStreaming: stream.isOn }
}
