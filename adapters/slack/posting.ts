/** Messages posted, changed and taken away; each posted once, also when the connection breaks on the way. */
import { z } from 'zod'
import { isPlatformError, Unanswered } from './calls.ts'
import type { Workspace } from './clients.ts'
import type { Part } from './render/pack.ts'

export type Target = Readonly<{ channel: string; thread?: string | undefined }>
export type Content = Readonly<{ blocks: Part; text: string }>

/** Names a message by what it says, so that it is found again. */
const KEYED = 'overlap_message'
/** Messages that are looked through for one. */
const LOOK_BACK = 30
const TRIES = 3

/** Gives the message's `ts`. Throws `ChannelClosed`. */
export async function post(
  workspace: Workspace,
  target: Target,
  content: Content,
  key: string,
): Promise<string> {
  const { channel, thread } = target
  for (let tries = 1; ; tries++) {
    try {
      const { ts } = await workspace.once(() =>
        workspace.web.chat.postMessage({
          channel,
          ...(thread ? { thread_ts: thread } : {}),
          text: content.text,
          blocks: [...content.blocks],
          unfurl_links: false,
          unfurl_media: false,
          metadata: { event_type: KEYED, event_payload: { key } },
        }),
      )
      if (!ts) throw new Error('Slack gave no ts for a message')
      return ts
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      const posted = await findPosted(workspace, target, key)
      if (posted) return posted
      if (tries >= TRIES) throw error
    }
  }
}

/** A message of ours with that key, where it stands; null also when Slack does not let us look. */
export async function findPosted(
  { web }: Workspace,
  { channel, thread }: Target,
  key: string,
): Promise<string | null> {
  const how = { channel, limit: LOOK_BACK, include_all_metadata: true }
  try {
    const answer = thread
      ? await web.conversations.replies({ ...how, ts: thread })
      : await web.conversations.history(how)
    const messages = keyed.array().parse(answer.messages ?? [])
    return messages.find(({ metadata }) => metadata?.event_payload?.key === key)?.ts ?? null
  } catch {
    return null
  }
}

const keyed = z.looseObject({
  ts: z.string(),
  metadata: z
    .looseObject({ event_payload: z.record(z.string(), z.unknown()).nullish() })
    .nullish()
    .catch(null),
})

/** False when the message is gone, or cannot be changed any more. */
export async function update(
  workspace: Workspace,
  { channel }: Target,
  ts: string,
  { blocks, text }: Content,
): Promise<boolean> {
  return unlessGone(
    workspace.again(() => workspace.web.chat.update({ channel, ts, text, blocks: [...blocks] })),
  )
}

export async function remove(workspace: Workspace, channel: string, ts: string): Promise<void> {
  await unlessGone(workspace.again(() => workspace.web.chat.delete({ channel, ts })))
}

async function unlessGone(call: Promise<unknown>): Promise<boolean> {
  try {
    await call
    return true
  } catch (error) {
    if (isPlatformError(error, ...GONE)) return false
    throw error
  }
}

const GONE = [
  'message_not_found',
  'cant_update_message',
  'cant_delete_message',
  'edit_window_closed',
  'compliance_exports_prevent_deletion',
]
