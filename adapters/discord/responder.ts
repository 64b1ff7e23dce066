/** An answer to an interaction: said at once or announced, then edited, and seen by those it is for. */
import { InteractionResponseType, MessageFlags } from 'discord.js'
import { done, type Outcome, resultOf, type Trouble } from '../../bot/delivery/outcome.ts'
import { createParts } from '../../bot/delivery/parts.ts'
import type { MessageRef, Standing } from '../../bot/delivery/standings.ts'
import type { Message } from '../../bot/message.ts'
import { ChannelClosed } from '../../bot/platform.ts'
import type { Person } from '../../bot/request.ts'
import type { Reply } from './answers.ts'
import type { Api, Ticket } from './api.ts'
import { CODES, isError } from './calls.ts'
import { DISCORD, EDITS, TIMES } from './limits.ts'
import { type Parts, rendered } from './parts.ts'
import { requestOf } from './payloads.ts'
import { NO_SERVER } from './people.ts'
import { channelWriter, fingerprint } from './posting.ts'
import type { Part } from './render/pack.ts'
import { type Sending, sending } from './sending.ts'
import { onlyTo, postedAt } from './standing.ts'

export type Responding = Readonly<{
  ticket: Ticket
  asker: Person
  direct: boolean
  /** As in `Pressable`. */
  home: string
  fileBytes: number
  /** The message whose place the answer takes, and the rest of the answer that it is part of. */
  replaces?: Readonly<{ id: string; isPrivate: boolean; answer: Standing | null }> | undefined
}>

const ORIGINAL = '@original'

/** One message of the answer: how the interaction calls it, and the channel, where that is known; null for one that may not be there. */
type Said = Readonly<{ name: string; id: string | null }> | null

export function createResponder(responding: Responding, api: Api, parts: Parts): Reply {
  const { ticket, asker, direct, home, replaces } = responding
  const { clock, log } = parts
  const expiresAt = clock() + TIMES.tokenMs
  const said = createParts<Said, Part>({ fingerprint, post: follow, edit, remove })
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
    says = '',
    data: object = {},
    files: Sending['files'] = [],
  ): Promise<boolean> {
    try {
      const id = await api.respond(ticket, type, data, files)
      said.adopt([{ name: ORIGINAL, id: id ?? replaces?.id ?? null }], says)
      isAnswered = true
    } catch (error) {
      if (isError(error, CODES.alreadyAnswered)) {
        said.adopt([{ name: ORIGINAL, id: null }], '')
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
      isPrivate = replaces?.isPrivate ?? !direct
      if (replaces) await first(InteractionResponseType.DeferredMessageUpdate)
      else {
        const data = isPrivate ? { flags: MessageFlags.Ephemeral } : {}
        await first(InteractionResponseType.DeferredChannelMessageWithSource, '', data)
        if (!isLost) await begin()
      }
    })
  }

  function show(message: Message): Promise<void> {
    return inTurn(async () => {
      const wanted = message.audience === 'asker' && !direct
      const { fileBytes } = responding
      const look = { asker: asker.id, home, deletable: !wanted, fileBytes }
      const pieces = await rendered(message, look, parts)
      if (!isAnswered) await open(pieces[0], wanted)
      if (isLost) return
      if (isPrivate !== wanted) await move(wanted)
      try {
        await said.write(pieces, message.done)
      } catch (error) {
        if (!(error instanceof ChannelClosed) || !message.done) throw error
        return elsewhere(message, wanted)
      }
      if (replaces?.isPrivate === wanted) await dropOthers()
      if (!message.done) await begin()
      if (message.done && !wanted && said.refs().length > 1) await note()
    })
  }

  async function open(part: Part, wanted: boolean): Promise<void> {
    isPrivate = wanted
    const isUpdate = replaces?.isPrivate === wanted
    const type = isUpdate
      ? InteractionResponseType.UpdateMessage
      : InteractionResponseType.ChannelMessageWithSource
    const { body, files } = await sending(part, log, isUpdate ? {} : { isPrivate: wanted })
    const isFirst = await first(type, fingerprint(part), body, files)
    if (!isFirst) isPrivate = wasPrivate ?? wanted
  }

  /** It is for others than what stands: that goes, unless it is a message that was there before. */
  async function move(wanted: boolean): Promise<void> {
    const before = replaces?.isPrivate === isPrivate ? [] : said.refs()
    said.adopt([])
    isPrivate = wanted
    for (const each of before) if (each) await api.deleteAnswer(ticket, each.name)
  }

  async function follow(part: Part): Promise<Said> {
    if (clock() >= expiresAt) resultOf(EXPIRED)
    const id = await api.followUp(ticket, await sending(part, log, { isPrivate }))
    return id === null ? null : { name: id, id }
  }

  /** When the token has died, messages that everybody sees can still be edited. */
  async function edit(standing: Said, part: Part): Promise<Outcome<unknown>> {
    if (!standing) return done(null)
    const { name, id } = standing
    const what = await sending(part, log)
    const outcome = clock() < expiresAt ? await api.changeAnswer(ticket, name, what) : EXPIRED
    if (!LOST.has(outcome.is) || id === null || isPrivate) return outcome
    return api.edit({ channel: ticket.channel, id }, what)
  }

  /** The last word, once the token has died: to the person directly, or as a message of the channel. */
  async function elsewhere(message: Message, wanted: boolean): Promise<void> {
    const channel = wanted ? await parts.direct(asker.id) : ticket.channel
    const whose = { asker: asker.id, home: wanted ? asker.workspace : home }
    const look = { ...whose, deletable: !wanted, fileBytes: DISCORD.fileBytes }
    const writer = channelWriter(channel, { key: requestOf(ticket.id) }, api, parts)
    await createParts(writer).write(await rendered(message, look, parts), true)
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
    const mine = new Set(said.refs().map((each) => each?.id))
    for (const each of others) if (!mine.has(each.id)) await api.remove(each)
  }

  function messages(): readonly MessageRef[] {
    return said
      .refs()
      .flatMap((each) => (each?.id ? [{ channel: ticket.channel, id: each.id }] : []))
  }

  async function begin(): Promise<void> {
    const posted = isPrivate
      ? onlyTo(asker.id, guild, { ...ticket, until: expiresAt })
      : postedAt(guild, messages())
    const key = `${posted.id} ${isPrivate}`
    if (key === begun) return
    begun = key
    await parts.unfinished.begins(requestOf(ticket.id), posted)
  }

  /** So that a press of Delete finds all of it. */
  async function note(): Promise<void> {
    const question = replaces?.answer?.question
    const asked = question ? { question } : {}
    await parts.standings.note(guild, asker, { messages: [...messages()], files: [], ...asked })
  }

  const pace = [{ key: `discord revisions ${ticket.id}`, rate: EDITS }]
  const stands = onlyTo(asker.id, guild, { ...ticket, until: expiresAt })
  return { announce, show, stands, room: (signal) => api.room(pace, 'between', signal) }
}

const EXPIRED: Trouble = { is: 'closed', cause: new Error('the token of the interaction has died') }

/** What the token does not reach may be reached as a message of the channel. */
const LOST: ReadonlySet<string> = new Set(['gone', 'missing', 'closed'])

/** A sentence to the asker alone. */
export function alone(text: string): Message {
  return { blocks: [{ kind: 'markdown', text }], notice: text, audience: 'asker', done: true }
}

export function fileBytes(limit: number | null | undefined): number {
  return Math.max(limit ?? 0, DISCORD.fileBytes)
}
