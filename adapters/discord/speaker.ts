/** An answer as messages of a channel: posted at once, then edited. What is for one person alone goes to them directly. */
import { createParts } from '../../bot/delivery/parts.ts'
import type { MessageRef, Standing } from '../../bot/delivery/standings.ts'
import type { Message } from '../../bot/message.ts'
import { ChannelClosed } from '../../bot/platform.ts'
import type { Person } from '../../bot/request.ts'
import type { Reply } from './answers.ts'
import type { Api } from './api.ts'
import { DISCORD, EDITS } from './limits.ts'
import { type Parts, rendered } from './parts.ts'
import { channelOf, NO_SERVER } from './people.ts'
import { channelWriter } from './posting.ts'
import { postedAt } from './standing.ts'

export type Spoken = Readonly<{
  asker: Person
  /** Or the thread. */
  channel: string
  direct: boolean
  question: MessageRef
  /** The answer whose place it takes. */
  stands?: Standing | undefined
  /** Unique to the request. */
  key: string
}>

export function createSpeaker(spoken: Spoken, api: Api, parts: Parts): Reply {
  const { asker, channel, direct, question, key, stands } = spoken
  const guild = direct ? NO_SERVER : asker.workspace
  const messages = stands?.messages ?? []
  const [first] = messages
  let target = first?.channel ?? channel
  const open = (at: string) =>
    createParts(
      channelWriter(at, { key, to: at === question.channel ? question.id : undefined }, api, parts),
      messages.filter((each) => each.channel === at),
    )
  let written = open(target)

  async function show(message: Message): Promise<void> {
    if (message.audience === 'everyone' || direct) return write(message, channel, '')
    try {
      await write(message, await parts.direct(asker.id), asker.workspace)
    } catch (error) {
      if (!(error instanceof ChannelClosed)) throw error
      await write(CLOSED, channel, '')
    }
  }

  /** What stood elsewhere goes once it is said where it belongs. */
  async function write(message: Message, to: string, home: string): Promise<void> {
    const look = { asker: asker.id, home, deletable: true, fileBytes: DISCORD.fileBytes }
    const pieces = await rendered(message, look, parts)
    const elsewhere = to === target ? [] : written.refs()
    if (to !== target) written = open(to)
    target = to
    const before = written.refs()
    try {
      await written.write(pieces, message.done)
    } finally {
      const now = written.refs()
      if (
        now.map(({ id }) => id).join() !== before.map(({ id }) => id).join() ||
        elsewhere.length > 0
      ) {
        await note(now, message)
      }
    }
    for (const each of elsewhere) await api.remove(each)
  }

  async function note(now: readonly MessageRef[], { done }: Message): Promise<void> {
    await parts.standings.note(guild, asker, { messages: [...now], files: [], question })
    if (!done) await parts.unfinished.begins(key, postedAt(guild, now))
  }

  return {
    show,
    stands: first
      ? postedAt(guild, messages)
      : { spot: channelOf(guild, channel), id: '', planned: { key, to: question.id } },
    room: (signal) =>
      api.room([{ key: `discord revisions ${channel}`, rate: EDITS }], 'between', signal),
    /** Where the first word takes a while. */
    async announce() {
      if (written.refs().length === 0) await api.typing(channel)
    },
  }
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
