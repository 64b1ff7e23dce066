/** An answer as messages of a channel: posted at once, then edited. What is for one person alone goes to them directly. */
import { createHash } from 'node:crypto'
import type { Message } from '../../bot/message.ts'
import { ChannelClosed } from '../../bot/platform.ts'
import type { Person } from '../../bot/request.ts'
import type { Standing } from './api.ts'
import { DISCORD } from './limits.ts'
import { type Parts, rendered } from './parts.ts'
import { NO_SERVER } from './people.ts'
import { post } from './posting.ts'
import type { Part } from './render/pack.ts'
import { sending } from './sending.ts'
import { type Answer, postedAt } from './standing.ts'

export type Spoken = Readonly<{
  asker: Person
  /** Or the thread. */
  channel: string
  direct: boolean
  question: Standing
  /** The answer whose place it takes. */
  stands?: Answer | undefined
  /** Unique to the request. */
  key: string
}>

export function createSpeaker(spoken: Spoken, parts: Parts) {
  const { asker, channel, direct, question, key } = spoken
  const guild = direct ? NO_SERVER : asker.workspace
  let messages: readonly Standing[] = spoken.stands?.messages ?? []
  /** What each message says now, so that what is the same is not sent again. */
  const says = new Map<string, string>()

  async function show(message: Message): Promise<void> {
    if (message.audience === 'everyone' || direct) return write(message, channel, '')
    try {
      await write(message, await parts.direct(asker.id), asker.workspace)
    } catch (error) {
      if (!(error instanceof ChannelClosed)) throw error
      await write(CLOSED, channel, '')
    }
  }

  async function write(message: Message, target: string, home: string): Promise<void> {
    const look = { asker: asker.id, home, deletable: true, fileBytes: DISCORD.fileBytes }
    const pieces = await rendered(message, look, parts)
    const before = messages.filter((each) => each.channel === target)
    const written: Standing[] = []
    for (const [at, part] of pieces.entries()) {
      const isReply = at === 0 && target === question.channel
      const standing = before[at]
      // Under the key of what it replaces, Discord would take it for that, and post nothing.
      const place = standing ? `${at} anew` : `${at}`
      const how = { key: `${key} ${place}`, ...(isReply ? { to: question.id } : {}) }
      const said = fingerprint(part)
      // Where it cannot be edited, only the last word is said anew.
      const isThere =
        standing &&
        (says.get(standing.id) === said || (await edit(standing, part)) || !message.done)
      const id = isThere ? standing.id : await post(target, part, how, parts)
      says.set(id, said)
      written.push({ channel: target, id })
    }
    const gone = messages.filter(({ id }) => !written.some((each) => each.id === id))
    if (gone.length > 0 || written.length !== messages.length) await note(written, message)
    for (const each of gone) await parts.api.remove(each)
  }

  async function edit(standing: Standing, part: Part): Promise<boolean> {
    return parts.api.edit(standing, await sending(part, parts.log))
  }

  async function note(now: readonly Standing[], { done }: Message): Promise<void> {
    messages = now
    await parts.standings.note(asker, { messages: [...now], question, guild })
    if (!done) await parts.unfinished.begins(key, postedAt(guild, now))
  }

  /** Where the first word takes a while. */
  async function announce(): Promise<void> {
    if (messages.length === 0) await parts.api.typing(channel)
  }

  return { show, announce }
}

function fingerprint({ components, uploads }: Part): string {
  const hash = createHash('sha256').update(JSON.stringify(components))
  for (const upload of uploads) hash.update(upload.kind === 'file' ? upload.content : upload.svg)
  return hash.digest('base64')
}

const CLOSED: Message = {
  blocks: [
    {
      kind: 'markdown',
      text: 'This is for you alone, and Discord does not let me write to you. Allow direct messages from this server, or ask with a command that begins with `/`.',
    },
  ],
  notice: 'I cannot write to you.',
  audience: 'everyone',
  done: true,
}
