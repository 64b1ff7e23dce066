/** Messages that nobody asked for: posted once under a key, edited later, or sent to one person. */
import { LRUCache } from 'lru-cache'
import { storeActions } from '../core/component-actions.ts'
import type { PersonId } from '../core/keys.ts'
import type { Message } from '../core/message.ts'
import {
  ChannelClosedError,
  type ChannelRef,
  type Platform,
  type Posted,
} from '../core/platform.ts'
import { createParts } from './diff.ts'
import type { Deps, Ref, Surface } from './reply-delivery.ts'
import type { MessageRef } from './reply-records.ts'

/** Where to post under a key: in a channel, in reply to the message `to`, or to one person. */
export type At = Readonly<{
  spot: ChannelRef
  key: string
  to?: string | undefined
  person?: PersonId
}>

/** How to send one such message; all its calls share one deadline. */
export type Unprompted<Piece, Upload> = Readonly<{
  surface(at: At): Surface<Piece, Upload>
  /** Finds a message that was posted under a key, where the platform can. */
  find?(spot: ChannelRef, key: string): Promise<MessageRef | null>
  /**
   * Returns the channel for direct messages with a person.
   *
   * @throws {ChannelClosedError} The person doesn't accept direct messages.
   */
  direct(person: string): Promise<string>
  /** Replaces a message that one person sees, or sends it to them again. */
  alone(only: NonNullable<Posted['only']>, spot: ChannelRef, message: Message): Promise<void>
}>

type Speaking<Piece, Upload> = Pick<Deps, 'platform' | 'store' | 'clock' | 'log'> &
  Readonly<{
    /** Adapts the wording to this platform. */
    worded?(message: Message): Message
    open(workspace: string): Promise<Unprompted<Piece, Upload>>
    /** The channel id of messages posted there. */
    channelOf(spot: ChannelRef): string
  }>

/** What belongs to a message besides what its id names: parts that an edit added, and files. */
type Belongings = Readonly<{ more: readonly Ref[]; files: readonly string[] }>

/** Messages that may still be edited; a quiz edits its messages for some minutes. */
const KEPT = 1000

/** A fingerprint that matches nothing: the current content is unknown, and a deleted message stays deleted. */
const LEFT = ''

/** Creates the part of a `Platform` that posts, edits and sends messages nobody asked for. */
export function createUnprompted<Piece, Upload>(
  deps: Speaking<Piece, Upload>,
): Pick<Platform, 'post' | 'edit' | 'tell'> {
  const { platform, log, open, channelOf } = deps
  const known = new LRUCache<string, Belongings>({ max: KEPT })

  /**
   * Posts a message, or edits the one with this `id`, and returns its id (a comma-separated list for several parts).
   */
  async function say(
    voice: Unprompted<Piece, Upload>,
    at: At,
    given: Message,
    id?: string,
  ): Promise<string> {
    const message = deps.worded?.(given) ?? given
    const surface = voice.surface(at)
    const idOf = await storeActions([message], deps)
    const { pieces, uploads } = surface.render(message, idOf, false)
    const own = id?.split(',').map((each) => ({ channel: channelOf(at.spot), id: each })) ?? []
    const { more, files } = known.get(id ?? '') ?? { more: [], files: [] }
    let isNew = id !== undefined
    const written = createParts<Ref, Piece>({
      ...surface,
      async post(piece, place, before) {
        const thread = at.spot.thread ?? before[0]?.id
        const spot = { ...at.spot, ...(thread ? { thread } : {}) }
        const there = isNew ? null : await voice.find?.(spot, `${at.key} ${place}`)
        if (there) return there
        isNew = true
        return surface.post(piece, place, before)
      },
    })
    written.adopt([...own, ...more], LEFT)
    await written.write(pieces, id === undefined)
    const ids = written.refs().map((ref) => ref?.id ?? '')
    const name = id ?? ids.join()
    if (isNew) {
      const now = await attached(surface, uploads, files, written.refs())
      const has = { more: id ? written.refs().slice(own.length) : [], files: now }
      if (has.more.length + has.files.length === 0) known.delete(name)
      else known.set(name, has)
    }
    return name
  }

  /** Uploads the files. A failure is only logged: the text is posted anyway. */
  async function attached(
    surface: Surface<Piece, Upload>,
    ...files: Parameters<NonNullable<Surface<Piece, Upload>['attach']>>
  ): Promise<readonly string[]> {
    try {
      return (await surface.attach?.(...files)) ?? []
    } catch (err) {
      log.warn({ err, platform }, 'no files')
      return []
    }
  }

  return {
    async post(spot, message, key) {
      return { spot, id: await say(await open(spot.workspace), { spot, key }, message) }
    },

    async edit({ spot, id, only, planned }, message) {
      const voice = await open(spot.workspace)
      const there = planned && (await voice.find?.(spot, `${planned.key} 0`))
      if (only && !there) return voice.alone(only, spot, message)
      let posted = there?.id ?? id
      if (planned && !there) {
        posted = await say(voice, { spot, ...planned }, message)
        // A message that couldn't be looked for may exist already, with other content, so it is edited as well.
        if (voice.find) return
      }
      await say(voice, { spot, key: posted }, message, posted)
    },

    async tell(person, message, key) {
      try {
        const { workspace } = person
        const voice = await open(workspace)
        const channel = await voice.direct(person.id)
        await say(voice, { spot: { platform, workspace, channel }, key, person }, message)
        return true
      } catch (error) {
        if (error instanceof ChannelClosedError) return false
        throw error
      }
    },
  }
}
