/** Where an answer goes, revision by revision: into the channel, for everyone, or to one person alone. */
import type { Outlet } from '../../bot/delivery/answers.ts'
import { PATIENCE } from '../../bot/delivery/attempts.ts'
import type { Urgency } from '../../bot/delivery/scheduler.ts'
import type { Message } from '../../bot/message.ts'
import { ChannelClosed } from '../../bot/platform.ts'
import type { Person } from '../../bot/request.ts'
import { budgetOf } from './calls.ts'
import type { Workspace } from './clients.ts'
import { speaker } from './outlets/channel.ts'
import { whisperer } from './outlets/private.ts'
import { responder } from './outlets/response.ts'
import type { Parts } from './parts.ts'
import { slashed } from './slash.ts'
import type { Standing } from './standing.ts'

/** What an answer is to, and what it may use. */
export type Where = Readonly<{
  workspace: Workspace
  channel: string
  /** Of the channel, where Slack tells it. */
  name?: string | undefined
  direct: boolean
  thread?: string | undefined
  /** A thread that is there already: in any other, what is one person's would be seen by nobody. */
  openThread?: string | undefined
  asker: Person
  /** The message that asked. */
  question?: string | undefined
  /** Five times in 30 minutes, an answer may go there, even where the tutor is no member. */
  responseUrl?: string | undefined
  /** The answer whose place it takes. */
  replaces?: Standing | 'private' | undefined
  /** The message that asked was changed: the answer from before is worth nothing now. */
  isEdit?: boolean | undefined
  /** Unique to the request. */
  key: string
}>

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
