/** An answer to an interaction: said at once or announced, then edited, and seen by those it is for. */
import { InteractionResponseType, MessageFlags } from 'discord.js'
import type { Message } from '../../bot/message.ts'
import type { Person } from '../../bot/request.ts'
import { CODES, isError, type Standing, type Ticket } from './api.ts'
import { DISCORD, TIMES } from './limits.ts'
import { type Parts, rendered } from './parts.ts'
import { requestOf } from './payloads.ts'
import { NO_SERVER } from './people.ts'
import type { Part } from './render/pack.ts'
import { type Sending, sending } from './sending.ts'
import { type Answer, postedAt } from './standing.ts'

export type Responding = Readonly<{
  ticket: Ticket
  asker: Person
  direct: boolean
  /** As in `Pressable`. */
  home: string
  fileBytes: number
  /** The message whose place the answer takes, and the rest of the answer that it is part of. */
  replaces?: Readonly<{ id: string; isPrivate: boolean; answer: Answer | null }> | undefined
}>

const ORIGINAL = '@original'

/** One message of the answer: how the interaction calls it, and the channel, where that is known; null for one that may not be there. */
type Said = Readonly<{ name: string; id: string | null }> | null

export type Responder = ReturnType<typeof createResponder>

export function createResponder(responding: Responding, parts: Parts) {
  const { ticket, asker, direct, home, replaces } = responding
  const { api, clock, log } = parts
  const expiresAt = clock() + TIMES.tokenMs
  let said: readonly Said[] = []
  let isAnswered = false
  /** Nothing can be said any more. */
  let isLost = false
  /** Who sees what stands; of what was announced too. */
  let isPrivate = false
  /** Likewise, of a first word that failed, and may have come through all the same. */
  let wasPrivate: boolean | null = null
  let last = Promise.resolve()
  const guild = direct ? NO_SERVER : asker.workspace
  /** Ids of the messages by which the answer would be found if it were never finished. */
  let begun = ''

  function inTurn(work: () => Promise<void>): Promise<void> {
    const next = last.then(() => (isLost ? undefined : work()))
    last = next.catch(() => {})
    return next
  }

  /** The first word must not come late, and there is no other. False when one was there already. */
  async function first(
    type: InteractionResponseType,
    data: object = {},
    files: Sending['files'] = [],
  ): Promise<boolean> {
    try {
      const id = await api.respond(ticket, type, data, files)
      said = [{ name: ORIGINAL, id: id ?? replaces?.id ?? null }]
      isAnswered = true
    } catch (error) {
      if (isError(error, CODES.alreadyAnswered)) {
        said = [{ name: ORIGINAL, id: null }]
        isAnswered = true
        return false
      }
      if (isError(error, CODES.unknownInteraction)) {
        isLost = true
        log.warn({ platform: 'discord' }, 'an interaction was answered too late')
      } else {
        wasPrivate = isPrivate
        throw error
      }
    }
    return true
  }

  function announce(): Promise<void> {
    return inTurn(async () => {
      if (isAnswered) return
      if (replaces) {
        isPrivate = replaces.isPrivate
        await first(InteractionResponseType.DeferredMessageUpdate)
        return
      }
      isPrivate = !direct
      const data = isPrivate ? { flags: MessageFlags.Ephemeral } : {}
      await first(InteractionResponseType.DeferredChannelMessageWithSource, data)
    })
  }

  function show(message: Message): Promise<void> {
    return inTurn(async () => {
      const wanted = message.audience === 'asker' && !direct
      const look = {
        asker: asker.id,
        home,
        deletable: !wanted,
        fileBytes: responding.fileBytes,
      }
      const pieces = await rendered(message, look, parts)
      if (!isAnswered) await open(pieces, wanted)
      else if (isPrivate !== wanted) await move(pieces, wanted)
      else await change(pieces)
      if (!message.done && !wanted) await begin()
      if (message.done && !wanted && said.length > 1) await note()
    })
  }

  async function open(pieces: readonly Part[], wanted: boolean): Promise<void> {
    const [part, ...more] = pieces
    if (!part) return
    isPrivate = wanted
    const isUpdate = replaces?.isPrivate === wanted
    const type = isUpdate
      ? InteractionResponseType.UpdateMessage
      : InteractionResponseType.ChannelMessageWithSource
    const { body, files } = await sending(part, log, isUpdate ? {} : { isPrivate: wanted })
    const isFirst = await first(type, body, files)
    if (!isFirst) {
      isPrivate = wasPrivate ?? wanted
      return isPrivate === wanted ? change(pieces) : move(pieces, wanted)
    }
    if (isUpdate) await dropOthers()
    for (const each of more) await follow(each)
  }

  /** It is for others than what stands: that goes, unless it is a message that was there before. */
  async function move(pieces: readonly Part[], wanted: boolean): Promise<void> {
    const before = replaces?.isPrivate === isPrivate ? [] : said
    said = []
    isPrivate = wanted
    for (const each of before) if (each) await api.deleteAnswer(ticket, each.name)
    for (const each of pieces) await follow(each)
  }

  async function change(pieces: readonly Part[]): Promise<void> {
    for (const [at, part] of pieces.entries()) {
      const standing = said[at]
      if (standing !== undefined) await edit(standing, await sending(part, log))
      else await follow(part)
    }
    for (const each of said.slice(pieces.length)) await remove(each)
    said = said.slice(0, pieces.length)
    await dropOthers()
  }

  async function follow(part: Part): Promise<void> {
    if (isLost) return
    const id = await api.followUp(ticket, await sending(part, log, { isPrivate }))
    said = [...said, id === null ? null : { name: id, id }]
  }

  /** When the token has died, messages that everybody sees can still be edited. */
  async function edit(standing: Said, what: Sending): Promise<void> {
    if (!standing) return
    const { name, id } = standing
    if (clock() < expiresAt && (await api.editAnswer(ticket, name, what))) return
    if (id !== null && !isPrivate) await api.edit({ channel: ticket.channel, id }, what)
  }

  async function remove(standing: Said): Promise<void> {
    if (!standing) return
    const { name, id } = standing
    if (clock() < expiresAt && (await api.deleteAnswer(ticket, name))) return
    if (id !== null && !isPrivate) await api.remove({ channel: ticket.channel, id })
  }

  /** The other messages of the answer that is replaced. */
  async function dropOthers(): Promise<void> {
    const others = replaces?.answer?.messages.filter(({ id }) => id !== replaces.id) ?? []
    const mine = new Set(said.map((each) => each?.id))
    for (const each of others) if (!mine.has(each.id)) await api.remove(each)
  }

  function messages(): readonly Standing[] {
    return said.flatMap((each) => (each?.id ? [{ channel: ticket.channel, id: each.id }] : []))
  }

  async function begin(): Promise<void> {
    const posted = postedAt(guild, messages())
    if (posted.id === begun) return
    begun = posted.id
    await parts.unfinished.begins(requestOf(ticket.id), posted)
  }

  /** So that a press of Delete finds all of it. */
  async function note(): Promise<void> {
    const question = replaces?.answer?.question
    const answer = { messages: [...messages()], guild, ...(question ? { question } : {}) }
    await parts.standings.note(asker, answer)
  }

  return {
    announce,
    show,
    /** A sentence to the asker alone. */
    async say(text: string): Promise<void> {
      await show({
        blocks: [{ kind: 'markdown', text }],
        notice: text,
        audience: 'asker',
        done: true,
      })
    },
  }
}

export function fileBytes(limit: number | null | undefined): number {
  return Math.max(limit ?? 0, DISCORD.fileBytes)
}
