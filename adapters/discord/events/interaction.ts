/**
 * Delivers the answer to an interaction: sent right away or announced first, then edited, and visible only to those
 * it is for.
 */
import { InteractionResponseType, MessageFlags } from 'discord.js'
import type { Person } from '../../../bot/core/request.ts'
import { done, type Failure, type Outcome, resultOf } from '../../../bot/delivery/outcome.ts'
import type { How, Ref, Surface, Transport } from '../../../bot/delivery/reply-delivery.ts'
import type { ReplyRecord } from '../../../bot/delivery/reply-records.ts'
import type { Ticket } from '../api.ts'
import { CODES, isError } from '../calls.ts'
import type { DiscordDeps } from '../deps.ts'
import { TIMES } from '../limits.ts'
import { NO_SERVER } from '../people.ts'
import { fingerprint } from '../posting.ts'
import { renderMessage } from '../render/message.ts'
import type { Part } from '../render/pack.ts'
import { type Sending, sending } from '../sending.ts'
import { onlyTo } from '../standing.ts'
import { channelSurface, directSurface, pacedBy } from '../transport.ts'
import { requestOf } from './payloads.ts'

export type Responding = Readonly<{
  ticket: Ticket
  asker: Person
  direct: boolean
  /** As in `ComponentId`. */
  home: string
  fileBytes: number
  /** The message that the answer replaces, and the rest of the answer it is part of. */
  replaces?: Readonly<{ id: string; isPrivate: boolean; answer: ReplyRecord | null }> | undefined
}>

const ORIGINAL = '@original'

/** Creates the transport for the answer to an interaction, which can be edited until its token expires. */
export function interactionTransport(
  responding: Responding,
  how: How,
  parts: DiscordDeps,
): Transport<Part> {
  const { ticket, asker, direct, home, replaces, fileBytes } = responding
  const { clock, log } = parts
  const { channel } = ticket
  const api = parts.api.as(how)
  const expiresAt = clock() + TIMES.tokenMs
  const workspace = direct ? NO_SERVER : asker.workspace
  let isAnswered = false
  /** The interaction can no longer be answered. */
  let isLost = false
  /** Who sees the first message while it is only a placeholder. */
  let waiting: Readonly<{ isPrivate: boolean }> | null = null
  /** Who sees the first message if sending it failed; it may have arrived anyway. */
  let tried: boolean | null = null
  let isOriginalGone = false

  /**
   * Sends the first response, which must not be late. Returns its id, empty if unknown; null if the interaction was
   * already answered.
   */
  async function respond(
    type: InteractionResponseType,
    isPrivate: boolean,
    data: object,
    files: Sending['files'] = [],
  ): Promise<string | null> {
    try {
      const id = await api.respond(ticket, type, data, files)
      isAnswered = true
      return id ?? ''
    } catch (error) {
      isLost = isError(error, CODES.unknownInteraction)
      isAnswered = isLost || isError(error, CODES.alreadyAnswered)
      if (isLost) log.warn({ platform: 'discord' }, 'an interaction was answered too late')
      if (isAnswered) return isLost ? '' : null
      tried = isPrivate
      throw error
    }
  }

  const original = (id: string): Ref => ({ channel, id, name: ORIGINAL })

  function surfaceFor(isPrivate: boolean): Surface<Part> {
    const look = { asker: asker.id, home, deletable: !isPrivate, fileBytes }

    async function post(part: Part): Promise<Ref> {
      const what = await sending(part, log, { isPrivate })
      if (!isAnswered) {
        const type = InteractionResponseType.ChannelMessageWithSource
        const id = await respond(type, isPrivate, what.body, what.files)
        if (id !== null) return original(id)
        waiting = { isPrivate: tried ?? isPrivate }
      }
      if (isLost) return null
      if (clock() >= expiresAt) resultOf(EXPIRED)
      const before = waiting
      waiting = null
      if (before?.isPrivate === isPrivate) {
        await edit(original(''), part)
        return original('')
      }
      // Discord would put the next message in its place.
      if (before) {
        isOriginalGone = true
        await api.deleteAnswer(ticket, ORIGINAL)
      }
      const id = await api.followUp(ticket, what)
      return id === null ? null : { channel, id }
    }

    /** After the token expires, messages that everyone sees can still be edited. */
    async function edit(ref: Ref, part: Part): Promise<Outcome<unknown>> {
      if (!ref || isLost) return done(null)
      const what = await sending(part, log)
      const type = InteractionResponseType.UpdateMessage
      if (!isAnswered && (await respond(type, isPrivate, what.body, what.files)) !== null) {
        return done(null)
      }
      waiting = null
      const { id, name = id } = ref
      const outcome = clock() < expiresAt ? await api.changeAnswer(ticket, name, what) : EXPIRED
      if (!LOST.has(outcome.is) || id === '' || isPrivate) return outcome
      return api.edit({ channel, id }, what)
    }

    async function remove(ref: Ref): Promise<void> {
      if (!ref || isLost || (ref.name === ORIGINAL && isOriginalGone)) return
      const { id, name = id } = ref
      if (clock() < expiresAt && (await api.deleteAnswer(ticket, name))) return
      if (id !== '' && !isPrivate) await api.remove(ref)
    }

    return {
      ...{ fingerprint, isFixed: () => false, post, edit, remove },
      render: (message, idOf) => ({
        pieces: renderMessage(message, { ...look, idOf }),
        uploads: [],
      }),
      ...(isPrivate
        ? {
            posted: (refs: readonly Ref[]) =>
              refs.length > 0 ? onlyTo(asker.id, workspace, { ...ticket, until: expiresAt }) : null,
          }
        : {}),
    }
  }

  const everyones = surfaceFor(false)
  const askers = surfaceFor(true)
  const whose = { asker, key: requestOf(ticket.id) }
  const beyond = channelSurface(api, parts, { ...whose, asker: asker.id, at: channel, home })
  const directly = directSurface(api, parts, whose)
  return {
    answer: { ...whose, workspace, question: replaces?.answer?.question },
    surfaces: ({ audience }) =>
      audience === 'asker' && !direct ? [askers, directly] : [everyones, beyond],
    stands: replaces && {
      surface: replaces.isPrivate ? askers : everyones,
      refs: [original(replaces.id)],
      others: replaces.answer?.messages.filter(({ id }) => id !== replaces.id) ?? [],
      isOurs: false,
    },
    planned: onlyTo(asker.id, workspace, { ...ticket, until: expiresAt }),
    /** Kept so that the Delete button finds the whole answer. */
    isKept: ({ audience }, { length }) =>
      (audience === 'everyone' || direct) &&
      (length > 1 || replaces?.answer?.question !== undefined),
    async acknowledge() {
      if (isAnswered) return null
      const isPrivate = replaces?.isPrivate ?? !direct
      const data = isPrivate && !replaces ? { flags: MessageFlags.Ephemeral } : {}
      const type = replaces
        ? InteractionResponseType.DeferredMessageUpdate
        : InteractionResponseType.DeferredChannelMessageWithSource
      const id = await respond(type, isPrivate, data)
      if (replaces || isLost) return null
      waiting = { isPrivate }
      return { surface: isPrivate ? askers : everyones, ref: original(id ?? '') }
    },
    ...pacedBy(ticket.id, how.signal, api),
  }
}

const EXPIRED: Failure = { is: 'closed', cause: new Error('the token of the interaction has died') }

/** What the token can't reach may be reachable as a message in the channel. */
const LOST: ReadonlySet<string> = new Set(['gone', 'missing', 'closed'])
