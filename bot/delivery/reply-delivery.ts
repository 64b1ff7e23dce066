/**
 * Delivers an answer to the first surface that accepts it, moves it when its audience changes, and records where it is.
 */
import type { Clock } from '../core/clock.ts'
import { type IdOf, storeActions } from '../core/component-actions.ts'
import type { Log } from '../core/log.ts'
import type { Block, Message } from '../core/message.ts'
import { ChannelClosedError, type Posted } from '../core/platform.ts'
import type { Person } from '../core/request.ts'
import type { Store } from '../store/store.ts'
import type { Calling } from './attempts.ts'
import { createParts, type Parts, type Writer } from './diff.ts'
import type { InterruptedReplies } from './interrupted.ts'
import type { MessageRef, ReplyRecords } from './reply-records.ts'

/** A platform message; null where it is unknown or can't be reached again. An unknown `id` is empty. */
export type Ref = (MessageRef & Readonly<{ name?: string }>) | null

export type Rendered<Piece, Upload> = Readonly<{
  pieces: readonly Piece[]
  /** Files that are uploaded separately from the messages. */
  uploads: readonly Upload[]
}>

/** A place where an answer can be shown. When it throws `ChannelClosedError`, the next one is used. */
export type Surface<Piece, Upload = never> = Writer<Ref, Piece> &
  Readonly<{
    /** Whether messages can't be edited there; then only the first and the last revision are shown. */
    isFixed(): boolean
    /** Renders a message. `isWhole`: nothing will be added to the answer. */
    render(message: Message, idOf: IdOf, isWhole: boolean): Rendered<Piece, Upload>
    /** How to find a message that only one person sees after a restart; null while there is none. */
    posted?(refs: readonly Ref[]): Posted | null
    /** Streams growing prose in place of `before`; null where it has to be written normally. */
    stream?(message: Message, before: readonly Ref[]): Promise<Ref>
    /** Uploads files below the answer, replacing those in `had`, and returns their ids. */
    attach?(
      uploads: readonly Upload[],
      had: readonly string[],
      refs: readonly Ref[],
    ): Promise<readonly string[]>
  }>

/** Delivers one answer, revision by revision. */
export type ReplyDelivery = Readonly<{
  show(message: Message): Promise<void>
  /** Resolves when there is room for an intermediate revision, or `signal` aborts. */
  room(signal: AbortSignal): Promise<unknown>
  /** Says that something will come, where nothing has come yet. */
  announce(): Promise<void>
  planned: Posted | undefined
}>

/** Connects one answer to a platform. Each call is about one message; none of them loops or waits. */
export type Transport<Piece, Upload = never> = Readonly<{
  answer: Readonly<{
    /** Unique to the request. */
    key: string
    asker: Person
    /** As the store knows it. */
    workspace: string
    /** The message that asked. */
    question?: MessageRef | undefined
  }>
  /** The surfaces to try, in order. The same surface must be the same object each time. */
  surfaces(message: Message): readonly Surface<Piece, Upload>[]
  /** The earlier answer that it replaces. */
  stands?: Stands<Piece, Upload> | undefined
  /** What is posted already, or where the first revision will be posted; marked as interrupted after a crash. */
  planned?: Posted
  /** Whether the answer must be findable by its messages, for edits and deletions. */
  isKept(message: Message, refs: readonly MessageRef[]): boolean
  /** Says that something will come; what was put there for it is replaced by the answer. */
  acknowledge?(): Promise<Acknowledged<Piece, Upload> | null>
  /** Shows a typing indicator; not awaited. */
  activity?(message: Message): void
  /** Resolves when there is room for an intermediate revision, or `signal` aborts. */
  room(signal: AbortSignal): Promise<unknown>
  /** Appended where the platform didn't accept the files. */
  filesRefused?: Block
}>

type Acknowledged<Piece, Upload> = Readonly<{ surface: Surface<Piece, Upload>; ref: Ref }>

type Stands<Piece, Upload> = Readonly<{
  surface: Surface<Piece, Upload>
  refs: readonly Ref[]
  files?: readonly string[]
  /** Further messages of it, removed once the first part is written. */
  others?: readonly Ref[]
  /** Whether it is removed when the answer moves elsewhere. What was there when a button was pressed stays. */
  isOurs: boolean
}>

/** How to make the calls of an answer; `urgency` is that of the revision being shown, and changes. */
export type How = Calling['how']

export type Deps = Readonly<{
  platform: string
  store: Readonly<{ actions: Pick<Store['actions'], 'keep'> }>
  clock: Clock
  log: Log
  standings: Pick<ReplyRecords, 'note' | 'forget'>
  unfinished: Pick<InterruptedReplies, 'begins'>
}>

/** Where the answer is now. */
type Place<Piece, Upload> = Readonly<{
  surface: Surface<Piece, Upload>
  written: Parts<Ref, Piece>
}> & { files: readonly string[]; others: readonly Ref[]; isOurs: boolean; isNoted: boolean }

/**
 * Delivers one answer through its transport, one call at a time.
 *
 * `show` throws what kept the message from being shown; `ChannelClosedError` once every surface is closed.
 */
export function createReplyDelivery<Piece, Upload>(
  transport: Transport<Piece, Upload>,
  { platform, store, clock, log, standings, unfinished }: Deps,
): ReplyDelivery {
  type Here = Place<Piece, Upload>
  const { key, asker, workspace, question } = transport.answer
  const closed = new Set<Surface<Piece, Upload>>()
  /** Earlier places of the answer that still have to be removed. */
  const left = new Set<Here>()
  let place = transport.stands ? placeOf(transport.stands) : null
  let begun = ''
  let last = Promise.resolve()

  function inTurn(work: () => Promise<void>): Promise<void> {
    const next = last.then(work)
    last = next.catch(() => {})
    return next
  }

  function placeOf({ surface, refs, files = [], others = [], isOurs }: Stands<Piece, Upload>) {
    const written = createParts(surface, refs)
    const here: Here = { surface, written, files, others, isOurs, isNoted: refs.length > 0 }
    return here
  }

  async function show(message: Message): Promise<void> {
    const idOf = await storeActions([message], { store, clock })
    const all = transport.surfaces(message)
    const open = all.filter((each) => !closed.has(each))
    /** Pieces shown on a surface that then closed and can't be edited there. */
    let shown = 0
    for (const [at, surface] of (open.length > 0 ? open : all.slice(-1)).entries()) {
      const here =
        place?.surface === surface ? place : placeOf({ surface, refs: [], isOurs: false })
      try {
        await say(here, message, idOf, shown)
        break
      } catch (error) {
        if (!(error instanceof ChannelClosedError)) throw error
        closed.add(surface)
        if (at >= open.length - 1) throw error
        if (surface.isFixed()) shown += here.written.refs().length
      }
    }
    for (const each of left) await withdraw(each)
    transport.activity?.(message)
  }

  async function say(here: Here, message: Message, idOf: IdOf, from: number): Promise<void> {
    const { surface, written } = here
    if (surface.isFixed() && here.isOurs && !message.done) return
    const streamed = await surface.stream?.(message, written.refs())
    if (streamed) {
      const isNew = written.refs()[0]?.id !== streamed.id
      written.adopt([streamed], '')
      if (isNew) await note(here, message)
      return
    }
    const { pieces, uploads } = surface.render(message, idOf, false)
    const hasFiles = uploads.length + here.files.length > 0
    if (!message.done || (hasFiles && !surface.isFixed())) {
      await write(here, pieces.slice(from), message)
    }
    if (!message.done) return
    const whole = hasFiles ? await attached(here, uploads, message) : message
    // The Delete button comes last, once everything that it deletes is there.
    await write(here, surface.render(whole, idOf, true).pieces.slice(from), message)
  }

  async function write(here: Here, pieces: readonly Piece[], message: Message): Promise<void> {
    const before = idsOf(here)
    here.isOurs = true
    await begin(here, message)
    try {
      await here.written.write(pieces, message.done)
      moveTo(here)
    } catch (error) {
      // Even for a last revision, so that after a crash it is marked as interrupted.
      await begin(here, { done: false })
      throw error
    } finally {
      if (here.written.refs().length > 0) moveTo(here)
      if (idsOf(here) !== before) await note(here, message)
    }
    if (here.others.length > 0) left.add(placeOf({ ...here, refs: here.others, files: [] }))
    here.others = []
  }

  function moveTo(here: Here): void {
    if (place && place !== here && place.isOurs) left.add(place)
    place = here
  }

  async function attached(here: Here, uploads: readonly Upload[], message: Message) {
    const { surface, written } = here
    try {
      here.files = (await surface.attach?.(uploads, here.files, written.refs())) ?? []
      if (!surface.isFixed()) await note(here, message)
      return message
    } catch (err) {
      log.warn({ err, platform }, 'no files')
      const { filesRefused } = transport
      return filesRefused ? { ...message, blocks: [...message.blocks, filesRefused] } : message
    }
  }

  /** Records the answer, so that edits, deletions and the next start find it. */
  async function note(here: Here, message: Message): Promise<void> {
    const messages = messagesOf(here)
    if (messages.length > 0 && transport.isKept(message, messages)) {
      here.isNoted = true
      const asked = question ? { question } : {}
      await standings.note(workspace, asker, { messages, files: [...here.files], ...asked })
    }
    await begin(here, message)
  }

  async function begin(here: Here, { done }: Pick<Message, 'done'>): Promise<void> {
    const posted = done ? null : postedAt(here)
    const said = JSON.stringify(posted)
    if (!posted || said === begun) return
    begun = said
    await unfinished.begins(key, posted)
  }

  function postedAt(here: Here): Posted | null {
    if (here.surface.posted) return here.surface.posted(here.written.refs())
    const messages = messagesOf(here)
    const [first] = messages
    const spot = first && { platform, workspace, channel: first.channel }
    return spot ? { spot, id: messages.map(({ id }) => id).join() } : null
  }

  /** Removes the answer from an earlier place. What can't be reached any more stays. */
  async function withdraw(before: Here): Promise<void> {
    const { surface, written, files, isNoted } = before
    left.delete(before)
    if (closed.has(surface)) return
    const asked = question && !place?.isNoted ? [question] : []
    if (isNoted) await standings.forget(workspace, [...messagesOf(before), ...asked])
    try {
      for (const each of written.refs()) await surface.remove(each)
      if (files.length > 0) await surface.attach?.([], files, [])
    } catch (error) {
      if (error instanceof ChannelClosedError) return
      left.add(before)
      throw error
    }
  }

  return {
    show: (message) => inTurn(() => show(message)),
    room: transport.room,
    planned: transport.planned,
    announce: () =>
      inTurn(async () => {
        const made = place?.isOurs ? null : await transport.acknowledge?.()
        if (!made) return
        place = placeOf({ surface: made.surface, refs: [], isOurs: true })
        place.written.adopt([made.ref], '')
        await begin(place, { done: false })
      }),
  }
}

/** Creates a one-sentence message for the asker only. */
export function alone(text: string): Message {
  return { blocks: [{ kind: 'markdown', text }], notice: text, audience: 'asker', done: true }
}

type Written = Readonly<{ written: Pick<Parts<Ref, unknown>, 'refs'> }>

function messagesOf({ written }: Written): MessageRef[] {
  return written.refs().flatMap((ref) => (ref?.id ? [{ channel: ref.channel, id: ref.id }] : []))
}

function idsOf({ written }: Written): string {
  return JSON.stringify(written.refs())
}
