/** An answer as messages of a channel: posted at once, then edited. What is for one person alone goes to them directly. */
import type { Message } from '../../bot/message.ts'
import { ChannelClosed } from '../../bot/platform.ts'
import type { Person } from '../../bot/request.ts'
import type { Standing } from './api.ts'
import { DISCORD } from './limits.ts'
import { type Parts, rendered } from './parts.ts'
import { NO_SERVER } from './people.ts'
import { sending } from './sending.ts'
import type { Answer } from './standing.ts'

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
      const how = { key: `${key} ${at}`, ...(isReply ? { to: question.id } : {}) }
      const { body, files } = await sending(part, parts.log, how)
      const { nonce: _, enforce_nonce: __, message_reference: ___, ...change } = body
      const said = JSON.stringify([change, part.uploads])
      const standing = before[at]
      const isThere =
        standing &&
        (says.get(standing.id) === said ||
          (await parts.api.edit(standing, { body: change, files })))
      const id = isThere ? standing.id : await parts.api.post(target, { body, files })
      says.set(id, said)
      written.push({ channel: target, id })
    }
    const gone = messages.filter(({ id }) => !written.some((each) => each.id === id))
    if (gone.length > 0 || written.length !== messages.length) await note(written)
    for (const each of gone) await parts.api.remove(each)
  }

  async function note(now: readonly Standing[]): Promise<void> {
    messages = now
    await parts.standings.note(asker, { messages: [...now], question, guild })
  }

  /** Where the first word takes a while. */
  async function announce(): Promise<void> {
    if (messages.length === 0) await parts.api.typing(channel)
  }

  return { show, announce }
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
