/** Messages posted, changed and taken away; each posted once, also when the connection breaks on the way. */
import { z } from 'zod'
import { ChannelClosed } from '../../bot/platform.ts'
import { type Call, isMissing, isPlatformError, Unanswered } from './calls.ts'
import type { Workspace } from './clients.ts'
import type { Parts } from './parts.ts'
import type { Part } from './render/pack.ts'

export type Target = Readonly<{ channel: string; thread?: string | undefined }>
export type Content = Readonly<{ blocks: Part; text: string }>

/** Names a message by what it says, so that it is found again. */
const KEYED = 'overlap_message'
/** Messages that are looked through for one. */
const LOOK_BACK = 30

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
        readable(workspace, content, (said) =>
          workspace.web.chat.postMessage({
            channel,
            ...(thread ? { thread_ts: thread } : {}),
            ...said,
            unfurl_links: false,
            unfurl_media: false,
            metadata: { event_type: KEYED, event_payload: { key } },
          }),
        ),
      )
      if (!ts) throw new Error('Slack gave no ts for a message')
      return ts
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error
      const posted = await findPosted(workspace, target, key)
      if (posted) return posted
      if (!(await workspace.pause(tries))) throw error
    }
  }
}

/** Blocks that are not taken are left out: the text says the same, if less well. */
async function readable<Result>(
  { logger }: Workspace,
  { text, blocks }: Content,
  call: (said: { text: string; blocks: Part[number][] }) => Promise<Result>,
): Promise<Result> {
  try {
    return await call({ text, blocks: [...blocks] })
  } catch (error) {
    if (!isPlatformError(error, ...NOT_TAKEN)) throw error
    logger.warn('Slack does not take the blocks of a message', error)
    return call({ text, blocks: [] })
  }
}

const NOT_TAKEN = ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long']

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

type Alone = Target & Readonly<{ user: string }>

/** Shown to one person in a channel; where that is not possible, told in a direct message. */
export async function whisper(
  workspace: Workspace,
  { channel, user, thread }: Alone,
  content: Content,
  { directChannel }: Pick<Parts, 'directChannel'>,
): Promise<void> {
  const { chat } = workspace.web
  try {
    const where = thread ? { channel, thread_ts: thread } : { channel }
    await workspace.once(() =>
      readable(workspace, content, (said) => chat.postEphemeral({ ...where, user, ...said })),
    )
  } catch (error) {
    if (!(error instanceof ChannelClosed || isMissing(error))) throw error
    const direct = await directChannel(workspace, user)
    await workspace.once(() =>
      readable(workspace, content, (said) => chat.postMessage({ channel: direct, ...said })),
    )
  }
}

/** Gone, as it was taken away; fixed, as it cannot be changed now. */
export type Edited = 'edited' | 'gone' | 'fixed'

type Editing = Readonly<{
  /** How often it is tried. */
  tried: Call
  /** When each try is made. */
  paced: Call
}>

/** Throws where nothing can be edited at all. */
export async function update(
  workspace: Workspace,
  { channel }: Target,
  ts: string,
  content: Content,
  { tried, paced }: Editing,
): Promise<Edited> {
  const { chat } = workspace.web
  const edit = () =>
    tried(() =>
      readable(workspace, content, (said) => paced(() => chat.update({ channel, ts, ...said }))),
    )
  try {
    await edit().catch(async (error: unknown) => {
      if (!isPlatformError(error, 'streaming_state_conflict')) throw error
      // A stream that was left open, such as by a process that was killed.
      await workspace.again(() => chat.stopStream({ channel, ts })).catch(() => {})
      await edit()
    })
    return 'edited'
  } catch (error) {
    if (isPlatformError(error, 'message_not_found')) return 'gone'
    if (isPlatformError(error, ...FIXED)) return 'fixed'
    throw error
  }
}

const FIXED = ['cant_update_message', 'edit_window_closed', 'streaming_state_conflict']

/** What is gone, or has to stay, is left so. */
export async function remove(workspace: Workspace, channel: string, ts: string): Promise<void> {
  try {
    await workspace.again(() => workspace.web.chat.delete({ channel, ts }))
  } catch (error) {
    if (!isMissing(error) && !isPlatformError(error, ...STAYS)) throw error
  }
}

const STAYS = ['message_not_found', 'cant_delete_message', 'compliance_exports_prevent_deletion']
