/** Streams growing prose in direct messages. */

import type { Message } from '../../bot/core/message.ts'
import { resultOf } from '../../bot/delivery/outcome.ts'
import type { Ref } from '../../bot/delivery/reply-delivery.ts'
import { visible } from '../../bot/lib/text/visible.ts'
import { ask, call, isMissing } from './calls.ts'
import type { SlackDeps } from './deps.ts'
import { SLACK } from './limits.ts'
import { remove } from './posting.ts'
import type { Where } from './where.ts'

/**
 * Creates the streamer of one answer. A stream starts when a revision continues the previous one, and replaces the
 * placeholder message. The last revision is an ordinary edit, because it can contain what a stream can't, such as
 * buttons.
 */
export function streamer({ workspace, channel, thread, direct }: Where, parts: SlackDeps) {
  const { chat } = workspace.web
  const streams = `streams in ${workspace.team}` as const
  let ts: string | null = null
  let isBroken = false
  let said = ''

  /** Returns the stream that shows the message; null if it has to be posted as a message. */
  async function show(message: Message, before: readonly Ref[]): Promise<Ref> {
    const text = proseOf(message)
    const grows = text !== null && said !== '' && text.length > said.length && text.startsWith(said)
    const isFit = direct && !message.done && !isBroken && !parts.lacks.has(streams)
    try {
      if (grows && isFit) return await go(text, before)
      await stop()
    } catch (err) {
      isBroken = true
      if (isMissing(err)) parts.lacks.add(streams)
      parts.log.warn({ err, platform: 'slack' }, 'no streaming here')
      // A message can't be edited while it streams.
      await stop().catch(() => {})
    }
    said = text ?? ''
    return null
  }

  async function go(text: string, before: readonly Ref[]): Promise<Ref> {
    if (ts === null) ts = await start(text)
    else if (!(await append(ts, text.slice(said.length)))) return { channel, id: ts }
    said = text
    for (const each of before) {
      if (each && each.id !== ts) await remove(workspace, channel, each.id)
    }
    return ts === null ? null : { channel, id: ts }
  }

  async function start(text: string): Promise<string | null> {
    if (thread === undefined) return null
    const begin = () => chat.startStream({ channel, thread_ts: thread, chunks: [chunk(text)] })
    const answer = await ask(workspace, 'chat.startStream', begin, { again: 'undone' })
    return answer.ts ?? null
  }

  /** Returns false if the text will be sent with the next append. */
  async function append(stream: string, text: string): Promise<boolean> {
    const outcome = await call(workspace, 'chat.appendStream', () =>
      chat.appendStream({ channel, ts: stream, chunks: [chunk(text)] }),
    )
    if (outcome.is !== 'later') resultOf(outcome)
    return outcome.is === 'done'
  }

  async function stop(): Promise<void> {
    const stream = ts
    ts = null
    if (stream === null) return
    await ask(workspace, 'chat.stopStream', () => chat.stopStream({ channel, ts: stream }))
  }

  return { show, stop, isOn: () => ts !== null }
}

/** Mentions use Slack's own syntax, which no Markdown escape disables. */
function chunk(text: string) {
  return { type: 'markdown_text', text: visible(text).replace(/<(?=[@#!])/g, '‹') } as const
}

/** Returns null if there is anything but prose, or too much of it. */
function proseOf({ blocks }: Message): string | null {
  const texts = blocks.map((block) => (block.kind === 'markdown' ? block.text : null))
  if (texts.some((text) => text === null)) return null
  const all = texts.join('\n\n')
  return all.length > 0 && all.length < SLACK.markdownText ? all : null
}
