/** What the core says unasked: posted once under its key, edited later, or told to one person. */
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

/** Where something is said under a key: in reply to the message `to`, or to one person. */
export type At = Readonly<{
  spot: ChannelRef
  key: string
  to?: string | undefined
  person?: PersonId
}>

/** How one thing is said; all calls that it takes have one deadline. */
export type Unprompted<Piece, Upload> = Readonly<{
  surface(at: At): Surface<Piece, Upload>
  /** A message that was posted under a key, where the platform can tell. */
  find?(spot: ChannelRef, key: string): Promise<MessageRef | null>
  /** The channel for direct messages with a person. Throws `ChannelClosedError`. */
  direct(person: string): Promise<string>
  /** In the place of what one person sees of an answer, or told them anew. */
  alone(only: NonNullable<Posted['only']>, spot: ChannelRef, message: Message): Promise<void>
}>

type Speaking<Piece, Upload> = Pick<Deps, 'platform' | 'store' | 'clock' | 'log'> &
  Readonly<{
    /** As it is said on this platform. */
    worded?(message: Message): Message
    open(workspace: string): Promise<Unprompted<Piece, Upload>>
    /** The channel of a message that is said there. */
    channelOf(spot: ChannelRef): string
  }>

/** What belongs to a message beside what its id names: what an edit added, and its files. */
type Belongings = Readonly<{ more: readonly Ref[]; files: readonly string[] }>

/** Messages that may still be edited; those of a quiz are for some minutes. */
const KEPT = 1000

/** Of what was said before it is not known how it looks, and what is gone stays gone. */
const LEFT = ''

export function createUnprompted<Piece, Upload>(
  deps: Speaking<Piece, Upload>,
): Pick<Platform, 'post' | 'edit' | 'tell'> {
  const { platform, log, open, channelOf } = deps
  const known = new LRUCache<string, Belongings>({ max: KEPT })

  /** Gives the ids of its messages. `id`: those of what is there already, likewise. */
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

  /** What is said stands, with its files or without. */
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
        // What cannot be looked for may have been there, and say something else.
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
