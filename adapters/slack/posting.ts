/** Posts, edits and deletes messages; each is posted once, even if the connection breaks. */
import { z } from 'zod'
import type { Log } from '../../bot/core/log.ts'
import { ChannelClosedError } from '../../bot/core/platform.ts'
import type { Writer } from '../../bot/delivery/diff.ts'
import { type Outcome, resultOf } from '../../bot/delivery/outcome.ts'
import type { Ref } from '../../bot/delivery/reply-delivery.ts'
import type { MessageRef, Taking } from '../../bot/delivery/reply-records.ts'
import { ask, call, isPlatformError } from './calls.ts'
import type { Lack, Workspace } from './clients.ts'
import type { Content, Target } from './content.ts'
import type { Part } from './render/pack.ts'
import { unshare } from './uploads.ts'

/** A channel, which may have to be opened first, and a thread in it. */
export type PostTarget = Readonly<{
  channel: string | (() => Promise<string>)
  thread?: string | undefined
}>

/**
 * Creates the writer of an answer in a channel or thread. Posting throws `ChannelClosedError` if the channel is
 * closed to the tutor.
 */
export function channelWriter(
  workspace: Workspace,
  { channel: at, thread }: PostTarget,
  key: string,
  { lacks, log }: Readonly<{ lacks: Set<Lack>; log: Log }>,
): Writer<Ref, Content> {
  const edits = `edits in ${workspace.team}` as const
  return {
    fingerprint,
    /** Further messages go into the thread of the first. */
    async post(content, place, [first]) {
      const channel = typeof at === 'string' ? at : await at()
      const target = { channel, thread: thread ?? first?.id }
      return { channel, id: await post(workspace, target, content, `${key} ${place}`) }
    },
    async edit(ref, content) {
      if (!ref || lacks.has(edits)) return { is: 'missing', cause: edits }
      const outcome = await update(workspace, ref, content)
      if (outcome.is === 'missing') {
        lacks.add(edits)
        log.warn({ err: outcome.cause, platform: 'slack' }, 'no message can be edited here')
      }
      return outcome
    },
    remove: async (ref) => ref && remove(workspace, ref.channel, ref.id),
  }
}

/** Returns a string that identifies the content of a message, to detect whether it changed. */
export function fingerprint(content: Content): string {
  return JSON.stringify(content)
}

/** Metadata that identifies a message by its key, so that it can be found again. */
const KEYED = 'overlap_message'
/** How many recent messages are searched. */
const LOOK_BACK = 30

/**
 * Posts a message and returns its `ts`.
 *
 * @throws {ChannelClosedError} when the channel is closed to the tutor.
 * @throws {PlatformUnavailableError} when Slack can't be reached.
 */
async function post(
  workspace: Workspace,
  target: Target,
  content: Content,
  key: string,
): Promise<string> {
  const { channel, thread } = target
  const metadata = { event_type: KEYED, event_payload: { key } }
  const posted = () =>
    readable(workspace, content, async (said) => {
      const { ts } = await workspace.web.chat.postMessage({
        channel,
        ...(thread ? { thread_ts: thread } : {}),
        ...said,
        unfurl_links: false,
        unfurl_media: false,
        metadata,
      })
      if (!ts) throw new Error('Slack gave no ts for a message')
      return ts
    })
  const find = () => findPosted(workspace, target, key)
  return ask(workspace, 'chat.postMessage', posted, { again: 'undone', find, channel })
}

/** If Slack rejects the blocks, they are left out: the text says the same, with less formatting. */
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

/**
 * Finds our message with this key and returns its `ts`; null if there is none or the history can't be read.
 *
 * @throws {PlatformUnavailableError} when Slack can't be reached.
 */
export async function findPosted(
  workspace: Workspace,
  { channel, thread }: Target,
  key: string,
): Promise<string | null> {
  const { conversations } = workspace.web
  const how = { channel, limit: LOOK_BACK, include_all_metadata: true }
  const [method, look] = thread
    ? ['conversations.replies', () => conversations.replies({ ...how, ts: thread })]
    : ['conversations.history', () => conversations.history(how)]
  const outcome = await call(workspace, method, look)
  if (CLOSED.has(outcome.is)) return null
  const messages = keyed.array().safeParse(resultOf(outcome).messages).data
  return messages?.find(({ metadata }) => metadata?.event_payload?.key === key)?.ts ?? null
}

const CLOSED: ReadonlySet<string> = new Set(['closed', 'missing', 'gone', 'failed'])

const keyed = z.looseObject({
  ts: z.string(),
  metadata: z
    .looseObject({ event_payload: z.record(z.string(), z.unknown()).nullish() })
    .nullish()
    .catch(null),
})

type Alone = Target & Readonly<{ user: string }>

/**
 * Posts a message that only one person sees.
 *
 * @throws {ChannelClosedError} when that isn't possible in this channel.
 * @throws {PlatformUnavailableError} when Slack can't be reached.
 */
export async function postEphemeral(
  workspace: Workspace,
  { channel, user, thread }: Alone,
  content: Content,
): Promise<void> {
  const { chat } = workspace.web
  const where = thread ? { channel, thread_ts: thread } : { channel }
  const outcome = await call(
    workspace,
    'chat.postEphemeral',
    () => readable(workspace, content, (said) => chat.postEphemeral({ ...where, user, ...said })),
    { again: 'undone' },
  )
  if (outcome.is === 'missing')
    throw new ChannelClosedError('nothing can be shown to one person here')
  resultOf(outcome)
}

async function update(
  workspace: Workspace,
  { channel, id: ts }: MessageRef,
  content: Content,
): Promise<Outcome<unknown>> {
  const { chat } = workspace.web
  const edit = () =>
    call(workspace, 'chat.update', () =>
      readable(workspace, content, (said) => chat.update({ channel, ts, ...said })),
    )
  const outcome = await edit()
  if (outcome.is !== 'fixed' || !isPlatformError(outcome.cause, 'streaming_state_conflict')) {
    return outcome
  }
  // A stream left open, for example by a process that was killed.
  await call(workspace, 'chat.stopStream', () => chat.stopStream({ channel, ts }))
  return edit()
}

/**
 * Deletes a message; does nothing if it is gone or can't be deleted.
 *
 * @throws {PlatformUnavailableError} when Slack can't be reached.
 */
export async function remove(workspace: Workspace, channel: string, ts: string): Promise<void> {
  const outcome = await call(workspace, 'chat.delete', () =>
    workspace.web.chat.delete({ channel, ts }),
  )
  if (!STAYS.has(outcome.is)) resultOf(outcome)
}

/** Returns the functions that delete an answer's messages and files. */
export function takingIn(workspace: Workspace): Taking {
  return {
    remove: ({ channel, id }) => remove(workspace, channel, id),
    unshare: (files) => unshare(workspace, files),
  }
}

const STAYS: ReadonlySet<string> = new Set(['gone', 'fixed', 'missing'])
