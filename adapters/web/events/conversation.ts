/** One channel: its posts, the tutor's answers and unprompted messages, and what people do with both. */
import { createHash } from 'node:crypto'
import type { Clock } from '../../../bot/core/clock.ts'
import { UserError } from '../../../bot/core/errors.ts'
import type { Action, Message } from '../../../bot/core/message.ts'
import type { Attachment, Conversation, Person } from '../../../bot/core/request.ts'
import type { Tutor } from '../../../bot/core/tutor.ts'
import type { Answers } from '../../../bot/delivery/answers.ts'
import { onBehalfOf } from '../../../bot/lib/workers/asker.ts'
import { MENTIONS } from '../channels.ts'
import { Feed } from '../feed.ts'
import { WEB } from '../limits.ts'
import { pageTransport } from '../transport.ts'
import { type Answer, answerEntry, type Encoded, type Post, postEntry } from '../view.ts'
import { type Asked, actionOf, askedBy } from './requests.ts'

export type Draft = Pick<Post, 'text' | 'attachments' | 'outright'>

/** `message` is the latest revision; `command` is the command that a button gave, if any. */
type Shown = Answer & Readonly<{ command?: string | undefined }> & { message?: Message }

/** What answers belong to: a post, or an unprompted message of the tutor. */
type Root = Readonly<{
  id: string
  /** Epoch ms. */
  at: number
  attachments: readonly Attachment[]
  post: Post | null
}>

/** What is asked, and where it comes from: see `Request`. */
type Originating = Asked & Readonly<{ origin: string }>

/** A button press or a submitted form; `origin` as in a `Request`. */
type Press = Readonly<{
  block: number
  choice: number
  fields: Action['options']
  origin: string
}>

type Posted = Readonly<{ id: string; answered: Promise<void> }>

type Parts = Readonly<{
  /** The name in the page's URL; `channel` is unique to each person if it is direct. */
  name: string
  channel: string
  direct: boolean
  tutor: Tutor
  running: Answers
  clock: Clock
  newId: () => string
  epoch: string
  /** Called when more is kept in memory. */
  onGrowth: () => void
}>

export type ConversationLog = Readonly<{
  feed: Feed<Encoded>
  place: Conversation
  /** Adds a post and answers it; `answered` resolves when the answer is complete. */
  post(author: Person, draft: Draft, origin: string): Promise<Posted>
  /**
   * Edits a post: its first answer is replaced, and those added by buttons are removed.
   *
   * @throws {UserError} when the post is gone or someone else's.
   */
  edit(person: Person, id: string, text: string, origin: string): Promise<void>
  remove(person: Person, id: string): Promise<void>
  removeAnswer(person: Person, id: string): void
  stop(person: Person, id: string): void
  /**
   * Handles a button or form of an answer: replaces the answer, or adds one below.
   *
   * @throws {UserError} when the button is gone or someone else's.
   */
  act(person: Person, id: string, press: Press): void
  /** Shows an unprompted message and returns its id; the same key posts nothing new. */
  say(message: Message, key: string): Promise<string>
  /** Replaces an unprompted message. A deleted one stays deleted, but one from an earlier process is posted again. */
  sayAgain(id: string, message: Message): Promise<void>
  /** The latest revision of an answer, if `viewer` may see it. */
  message(id: string, viewer: string): Message | null
  /** When the oldest post was added, epoch ms; null if there is none. */
  oldestAt(): number | null
  dropOldest(): void
  /** Stops all runs. */
  close(): void
}>

/** Creates the log of a channel, which drops its oldest posts beyond `WEB.posts` posts or `WEB.channelBytes` bytes. */
export function createConversation(parts: Parts): ConversationLog {
  const { name, channel, direct, tutor, running, clock, newId, epoch, onGrowth } = parts
  const feed = new Feed<Encoded>(epoch)
  /** Oldest first. */
  const roots = new Map<string, Root>()
  const answers = new Map<string, Shown>()
  const place: Conversation = { channel, direct }
  let order = 0

  /** Returns null if the post was deleted or edited before it could be shown. */
  async function show(post: Post): Promise<Root | null> {
    const root = { id: post.id, at: post.at, attachments: post.attachments, post }
    roots.set(post.id, root)
    const entry = await onBehalfOf(post.author, () => postEntry(post))
    if (roots.get(post.id) !== root) return null
    feed.put(entry)
    deleteExpired()
    return root
  }

  /** Asks the tutor and shows each revision, until the answer is deleted or requested again. */
  function answer(id: string, root: Root, asker: Person, asked: Originating): Promise<void> {
    const { order, at } = answers.get(id) ?? { order: nextOrder(), at: clock() }
    const mine: Shown = { id, post: root.id, order, at, asker, command: asked.command }
    answers.set(id, mine)
    const about = { place, mentions: MENTIONS, attachments: root.attachments }
    const request = { id: newId(), source: sourceOf(root.id), person: asker, ...about, ...asked }
    const open = () => pageTransport(request.id, asker, (message) => put(mine, message))
    return running.answer(request, open, { question: nameOf(id), version: null })
  }

  /** Shows a revision unless the answer was deleted or requested again in the meantime. */
  async function put(answer: Shown, message: Message): Promise<void> {
    const { id, post, order, at, asker } = answer
    if (answers.get(id) !== answer) return
    answer.message = message
    const path = `/api/channels/${name}/answers/${id}/blocks`
    const shown = () => answerEntry({ id, post, order, at, asker }, message, path)
    const entry = await (asker ? onBehalfOf(asker, shown) : shown())
    if (answers.get(id) !== answer || answer.message !== message) return
    feed.put(entry)
    onGrowth()
  }

  /** The name of an answer for `Answers`. */
  function nameOf(id: string): string {
    return `web/${channel}/${id}`
  }

  async function putSaid(id: string, message: Message): Promise<void> {
    const { order, at } = answers.get(id) ?? { order: nextOrder(), at: clock() }
    roots.set(id, { id, at, attachments: [], post: null })
    const mine = { id, post: null, order, at, asker: null }
    answers.set(id, mine)
    await put(mine, message)
    deleteExpired()
  }

  function nextOrder(): number {
    order += 1
    return order
  }

  function answersOf(post: string): Shown[] {
    return [...answers.values()].filter((each) => each.post === post)
  }

  function dropAnswer({ id }: Shown): void {
    answers.delete(id)
    void running.stop(nameOf(id), 'deleted')
    feed.remove(id)
  }

  function drop(id: string): void {
    roots.delete(id)
    for (const each of answersOf(id)) dropAnswer(each)
    const said = answers.get(id)
    if (said) dropAnswer(said)
    feed.remove(id)
  }

  function deleteExpired(): void {
    onGrowth()
    for (const oldest of roots.keys()) {
      if (roots.size <= WEB.posts && (roots.size === 1 || feed.bytes() <= WEB.channelBytes)) return
      drop(oldest)
    }
  }

  function ownPost(person: Person, id: string): Post {
    const post = roots.get(id)?.post
    if (!post) throw new UserError('That message was deleted.')
    if (post.author.id !== person.id) throw new UserError("That message isn't yours.")
    return post
  }

  function ownAnswer(person: Person, id: string): Shown {
    const found = answers.get(id)
    if (!found) throw new UserError('That answer was deleted.')
    const { asker } = found
    if (asker?.id !== person.id) throw new UserError(`Only ${asker?.name ?? 'I'} can do that.`)
    return found
  }

  function message(id: string, viewer: string): Message | null {
    const found = answers.get(id)
    const may =
      found?.message?.audience === 'everyone' || !found?.asker || found.asker.id === viewer
    return may ? (found?.message ?? null) : null
  }

  /**
   * Returns the id of the answer to a button on an unprompted message. A private answer replaces the person's last
   * one to the same command, so that changing a quiz answer doesn't leave two.
   */
  function belowSaid(root: Root, person: Person, { command }: Action): string {
    const last = answersOf(root.id).find(
      (each) =>
        each.asker?.id === person.id &&
        each.command === command &&
        each.message?.audience === 'asker',
    )
    return last?.id ?? newId()
  }

  return {
    feed,
    place,

    async post(author, draft, origin) {
      const post = { id: newId(), order: nextOrder(), author, at: clock(), edited: false, ...draft }
      const root = await show(post)
      const answered = root
        ? answer(newId(), root, author, { ...askedBy(post), origin })
        : Promise.resolve()
      return { id: post.id, answered }
    },

    async edit(person, id, text, origin) {
      const post = { ...ownPost(person, id), text, edited: true }
      const [first, ...others] = answersOf(id)
      for (const each of others) dropAnswer(each)
      const [root] = await Promise.all([show(post), tutor.forget(sourceOf(id))])
      if (root) void answer(first?.id ?? newId(), root, person, { ...askedBy(post), origin })
    },

    async remove(person, id) {
      drop(ownPost(person, id).id)
      await tutor.forget(sourceOf(id))
    },

    removeAnswer(person, id) {
      dropAnswer(ownAnswer(person, id))
    },

    stop(person, id) {
      running.halt(nameOf(ownAnswer(person, id).id))
    },

    act(person, id, { block, choice, fields, origin }) {
      const found = answers.get(id)
      const root = roots.get(found?.post ?? id)
      const action = actionOf(message(id, person.id)?.blocks[block], choice, fields)
      if (!found || !root || !action) throw new UserError('That button is gone.')
      if (action.replaces && found.asker) ownAnswer(person, id)
      const redone = action.replaces && found.asker !== null
      const added = () => (found.post === null ? belowSaid(root, person, action) : newId())
      void answer(redone ? id : added(), root, person, { ...action, origin })
    },

    async say(message, key) {
      const hash = createHash('sha256').update(key).digest('base64url').slice(0, 16)
      const id = `${epoch}.${hash}`
      if (!roots.has(id)) await putSaid(id, message)
      return id
    },

    async sayAgain(id, message) {
      if (roots.has(id) || !id.startsWith(`${epoch}.`)) await putSaid(id, message)
    },

    message,

    oldestAt: () => roots.values().next().value?.at ?? null,

    dropOldest() {
      const [oldest] = roots.keys()
      if (oldest !== undefined) drop(oldest)
    },

    close() {
      for (const id of answers.keys()) running.halt(nameOf(id))
    },
  }
}

/** The `source` of a request that a post makes. */
function sourceOf(id: string): string {
  return `web/${id}`
}
