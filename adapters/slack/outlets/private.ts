/** What is one person's: an ephemeral message, which cannot be edited but by its own `response_url`. */
import type { Message } from '../../../bot/message.ts'
import { keepPressables } from '../../../bot/pressed.ts'
import type { Content } from '../content.ts'
import type { Parts } from '../parts.ts'
import { whisper } from '../posting.ts'
import { type Rendered, renderMessage } from '../render/message.ts'
import { share } from '../uploads.ts'
import type { Where } from '../where.ts'
import { withFiles } from './files.ts'
import type { Respond } from './response.ts'

type Visibility = 'ephemeral' | 'in_channel'

/**
 * Of the revisions it shows the first, as a sign of life, and the last. Where it takes the place of an ephemeral
 * message, each one replaces that.
 */
export function whisperer(where: Where, respond: Respond | null, parts: Parts) {
  const { workspace, channel, asker, replaces, openThread } = where
  let shown = 0

  async function show(message: Message, visibility: Visibility): Promise<void> {
    if (!message.done && shown > 0) return
    shown += 1
    if (!message.done) await note()
    const idOf = await keepPressables([message], (all) =>
      parts.store.actions.keep(all, parts.clock()),
    )
    const { uploads } = renderMessage(message, idOf)
    const whole = message.done ? await withFiles(message, () => attach(uploads), parts) : message
    const isFor = message.done ? visibility : 'ephemeral'
    for (const [at, content] of renderMessage(whole, idOf).contents.entries()) {
      await send(content, isFor, at === 0 && replaces === 'private')
    }
  }

  /** It cannot be edited, so after a restart it is sent again. */
  async function note(): Promise<void> {
    const spot = { platform: 'slack', workspace: workspace.team, channel }
    const only = { person: asker.id, address: openThread ?? '' }
    await parts.unfinished.begins(where.key, { spot, id: '', only })
  }

  async function send(content: Content, visibility: Visibility, isInPlace: boolean): Promise<void> {
    const thread = visibility === 'ephemeral' ? openThread : where.thread
    const sent = await respond?.send({ ...content, visibility, replaces: isInPlace, thread })
    if (sent) return
    const place = { channel, user: asker.id, thread: openThread }
    await whisper(workspace, place, content, parts)
  }

  /** No file can be shown to one person in a channel: it comes in a direct message. */
  async function attach(uploads: Rendered['uploads']): Promise<void> {
    if (uploads.length === 0) return
    const direct = await parts.directChannel(workspace, asker.id)
    await share(workspace, { channel: direct }, uploads)
  }

  return { show }
}
