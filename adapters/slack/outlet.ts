/** Where an answer goes, revision by revision: into the channel, for everyone, or to one person alone. */
import type { Outlet } from '../../bot/delivery/answers.ts'
import { PATIENCE } from '../../bot/delivery/attempts.ts'
import type { Urgency } from '../../bot/delivery/scheduler.ts'
import type { Message } from '../../bot/message.ts'
import { ChannelClosed } from '../../bot/platform.ts'
import { budgetOf } from './calls.ts'
import { speaker } from './outlets/channel.ts'
import { whisperer } from './outlets/private.ts'
import { responder } from './outlets/response.ts'
import type { Parts } from './parts.ts'
import { slashed } from './slash.ts'
import type { Where } from './where.ts'

/** `signal` aborts when the answer is replaced or taken back. */
export function createOutlet(given: Where, signal: AbortSignal, parts: Parts): Outlet {
  let urgency: Urgency = 'first'
  const workspace = {
    ...given.workspace,
    signal,
    patienceMs: PATIENCE.answerMs,
    get urgency() {
      return urgency
    },
  }
  const where = { ...given, workspace }
  const respond = where.responseUrl ? responder(where.responseUrl) : null
  const channel = speaker(where, parts)
  const alone = whisperer(where, respond, parts)
  let isClosed = false

  async function aloud(message: Message): Promise<void> {
    if (isClosed) return outside(message)
    try {
      await channel.show(message)
    } catch (error) {
      if (!(error instanceof ChannelClosed) || !respond) throw error
      isClosed = true
      await outside(message)
    }
  }

  /** The tutor is no member there, and answers all the same. */
  function outside(message: Message): Promise<void> {
    return alone.show(message, message.audience === 'asker' ? 'ephemeral' : 'in_channel')
  }

  async function show(said: Message, how: Urgency): Promise<void> {
    urgency = how
    const message = slashed(said, parts.tutor.commands)
    const isPrivate = message.audience === 'asker' && !where.direct
    if (!isPrivate && where.replaces !== 'private') return aloud(message)
    await channel.withdraw()
    await alone.show(message, 'ephemeral')
  }

  function room(until: AbortSignal): Promise<boolean> {
    const method = channel.isStreaming() ? 'chat.appendStream' : 'chat.update'
    return workspace.attempts.room([budgetOf(workspace, method)], 'between', until)
  }

  return { show, room }
}
