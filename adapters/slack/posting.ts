/** Messages posted, changed and taken away; each posted once, also when the connection breaks on the way. */
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

/** A channel may be one that has to be opened first. */
export type PostTarget = Readonly<{
  channel: string | (() => Promise<string>)
  thread?: string | undefined
}>

/** How an answer is written in a channel, or in a thread there. Throws `ChannelClosedError`. */
export function channelWriter(
  workspace: Workspace,
  { channel: at, thread }: PostTarget,
  key: string,
  { lacks, log }: Readonly<{ lacks: Set<Lack>; log: Log }>,
): Writer<Ref, Content> {
  const edits = `edits in ${workspace.team}` as const
  return {
    fingerprint,
    /** What is more than one message goes on in the thread of the first. */
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

export function fingerprint(content: Content): string {
  return JSON.stringify(content)
}

/** Names a message by what it says, so that it is found again. */
const KEYED = 'overlap_message'
/** Messages that are looked through for one. */
const LOOK_BACK = 30

/** Gives the message's `ts`. Throws `ChannelClosedError`, `PlatformUnavailableError`. */
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

/** A message of ours with that key, where it is; null also when Slack does not let us look. Throws `PlatformUnavailableError`. */
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

/** Shown to one person in a channel. Throws `ChannelClosedError` where that is not possible. */
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
  // A stream that was left open, such as by a process that was killed.
  await call(workspace, 'chat.stopStream', () => chat.stopStream({ channel, ts }))
  return edit()
}

/** What is gone, or has to stay, is left so. */
export async function remove(workspace: Workspace, channel: string, ts: string): Promise<void> {
  const outcome = await call(workspace, 'chat.delete', () =>
    workspace.web.chat.delete({ channel, ts }),
  )
  if (!STAYS.has(outcome.is)) resultOf(outcome)
}

/** How an answer is taken away. */
export function takingIn(workspace: Workspace): Taking {
  return {
    remove: ({ channel, id }) => remove(workspace, channel, id),
    unshare: (files) => unshare(workspace, files),
  }
}

const STAYS: ReadonlySet<string> = new Set(['gone', 'fixed', 'missing'])
