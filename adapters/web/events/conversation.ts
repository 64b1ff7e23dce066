/** One channel: its posts, what the tutor answers to them or says unasked, and what people do to both. */
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

/** `message` is the last revision; `command` what it answers to, where that was pressed. */
type Shown = Answer & Readonly<{ command?: string | undefined }> & { message?: Message }

/** What answers stand below: a post, or what the tutor said unasked. */
type Root = Readonly<{
  id: string
  /** Epoch ms. */
  at: number
  attachments: readonly Attachment[]
  post: Post | null
}>

/** What is asked, and where it comes from: see `Request`. */
type Originating = Asked & Readonly<{ origin: string }>

/** A press of a button, or a form that was sent; `origin` as in a `Request`. */
type Press = Readonly<{
  block: number
  choice: number
  fields: Action['options']
  origin: string
}>

type Posted = Readonly<{ id: string; answered: Promise<void> }>

type Parts = Readonly<{
  /** As in the page's address; `channel` is unique to each person where it is direct. */
  name: string
  channel: string
  direct: boolean
  tutor: Tutor
  running: Answers
  clock: Clock
  newId: () => string
  epoch: string
  /** Called when there is more to keep. */
  onGrowth: () => void
}>

export type ConversationLog = Readonly<{
  feed: Feed<Encoded>
  place: Conversation
  /** `answered` when the answer to it has ended. */
  post(author: Person, draft: Draft, origin: string): Promise<Posted>
  /** The first answer is redone in its place; those that buttons had added go. */
  edit(person: Person, id: string, text: string, origin: string): Promise<void>
  remove(person: Person, id: string): Promise<void>
  removeAnswer(person: Person, id: string): void
  stop(person: Person, id: string): void
  /** A button or a form of an answer: redoes the answer in its place, or adds one below. */
  act(person: Person, id: string, press: Press): void
  /** What nobody's post caused. The same key again says nothing new. */
  say(message: Message, key: string): Promise<string>
  /** What is gone stays so; but what an earlier process had said, which this one does not have, comes back. */
  sayAgain(id: string, message: Message): Promise<void>
  /** The last message of an answer, if `viewer` may see it. */
  message(id: string, viewer: string): Message | null
  /** When the oldest post came that is kept, epoch ms; null where there is none. */
  oldestAt(): number | null
  dropOldest(): void
  /** Ends all runs. */
  close(): void
}>

export function createConversation(parts: Parts): ConversationLog {
  const { name, channel, direct, tutor, running, clock, newId, epoch, onGrowth } = parts
  const feed = new Feed<Encoded>(epoch)
  /** The oldest first. */
  const roots = new Map<string, Root>()
  const answers = new Map<string, Shown>()
  const place: Conversation = { channel, direct }
  let order = 0

  /** Null where it was deleted or edited before it could be shown. */
  async function show(post: Post): Promise<Root | null> {
    const root = { id: post.id, at: post.at, attachments: post.attachments, post }
    roots.set(post.id, root)
    const entry = await onBehalfOf(post.author, () => postEntry(post))
    if (roots.get(post.id) !== root) return null
    feed.put(entry)
    deleteExpired()
    return root
  }

  /** Asks the tutor and shows each revision, until the answer is deleted or asked for again. */
  function answer(id: string, root: Root, asker: Person, asked: Originating): Promise<void> {
    const { order, at } = answers.get(id) ?? { order: nextOrder(), at: clock() }
    const mine: Shown = { id, post: root.id, order, at, asker, command: asked.command }
    answers.set(id, mine)
    const about = { place, mentions: MENTIONS, attachments: root.attachments }
    const request = { id: newId(), source: sourceOf(root.id), person: asker, ...about, ...asked }
    const open = () => pageTransport(request.id, asker, (message) => put(mine, message))
    return running.answer(request, open, { question: nameOf(id), version: null })
  }

  /** Unless the answer is deleted or asked for again meanwhile. */
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

  /** As those who run it know an answer. */
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
   * Where the answer to a press on what the tutor said unasked goes: below it, and if only the presser sees it,
   * in the place of the last one to the same command. Whoever changes an answer to a quiz has not two of them.
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

/** A post as the core knows it. */
function sourceOf(id: string): string {
  return `web/${id}`
}
