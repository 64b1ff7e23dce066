/** One channel: its posts, the tutor's answers to them, and what people do to both. */

import type { Clock } from '../../bot/clock.ts'
import { UserError } from '../../bot/errors.ts'
import type { Log } from '../../bot/log.ts'
import type { Action, Message } from '../../bot/message.ts'
import type { Person, Place } from '../../bot/request.ts'
import type { Tutor } from '../../bot/tutor.ts'
import { createFeed } from './feed.ts'
import { WEB } from './limits.ts'
import { type Asked, actionOf, askedBy } from './requests.ts'
import { type Answer, answerEntry, type Post, postEntry, type View } from './view.ts'

export type Draft = Pick<Post, 'text' | 'attachments' | 'outright'>

/** `message` is the last revision. */
type Running = Answer & Readonly<{ abort: AbortController; message?: Message }>

type Parts = Readonly<{
  /** As in the page's address; `channel` is unique to each person where it is direct. */
  name: string
  channel: string
  direct: boolean
  tutor: Tutor
  clock: Clock
  log: Log
  newId: () => string
  epoch: string
}>

export type Conversation = ReturnType<typeof createConversation>

export function createConversation(parts: Parts) {
  const { name, channel, direct, tutor, clock, log, newId } = parts
  const feed = createFeed<View>(parts.epoch)
  const posts = new Map<string, Post>()
  const answers = new Map<string, Running>()
  const place: Place = { channel, direct }
  let order = 0

  function show(post: Post): void {
    posts.set(post.id, post)
    feed.put(postEntry(post))
    forgetOld()
  }

  /** Asks the tutor and shows each revision, until the answer is deleted or asked for again. */
  async function answer(id: string, post: Post, asker: Person, asked: Asked): Promise<void> {
    const replaced = answers.get(id)
    replaced?.abort.abort()
    const abort = new AbortController()
    const mine: Running = { id, post: post.id, order: replaced?.order ?? nextOrder(), asker, abort }
    answers.set(id, mine)
    const { attachments } = post
    const { signal } = abort
    const request = { id: newId(), person: asker, place, attachments, signal, ...asked }
    try {
      for await (const revision of tutor.handle(request)) {
        if (answers.get(id)?.abort !== abort) return
        answers.set(id, { ...mine, message: revision })
        feed.put(answerEntry(mine, revision, `/api/channels/${name}/answers/${id}/blocks`))
      }
    } catch (error) {
      log.error({ err: error }, 'an answer could not be shown')
    }
  }

  function nextOrder(): number {
    order += 1
    return order
  }

  function answersOf(post: string): Running[] {
    return [...answers.values()].filter((each) => each.post === post)
  }

  function dropAnswer({ id, abort }: Running): void {
    answers.delete(id)
    abort.abort()
    feed.remove(id)
  }

  function drop(post: Post): void {
    posts.delete(post.id)
    for (const each of answersOf(post.id)) dropAnswer(each)
    feed.remove(post.id)
  }

  function forgetOld(): void {
    for (const oldest of posts.values()) {
      if (posts.size <= WEB.posts && (posts.size === 1 || feed.bytes() <= WEB.channelBytes)) return
      drop(oldest)
    }
  }

  function ownPost(person: Person, id: string): Post {
    const post = posts.get(id)
    if (!post) throw new UserError('That message is gone.')
    if (post.author.id !== person.id) throw new UserError('That message is not yours.')
    return post
  }

  function ownAnswer(person: Person, id: string): Running {
    const found = answers.get(id)
    if (!found) throw new UserError('That answer is gone.')
    if (found.asker.id !== person.id) throw new UserError(`Only ${found.asker.name} can do that.`)
    return found
  }

  /** The last message of an answer, if `viewer` may see it. */
  function message(id: string, viewer: string): Message | null {
    const found = answers.get(id)
    const may = found?.message?.audience === 'everyone' || found?.asker.id === viewer
    return may ? (found?.message ?? null) : null
  }

  return {
    feed,

    post(author: Person, draft: Draft): string {
      const post = { id: newId(), order: nextOrder(), author, at: clock(), edited: false, ...draft }
      show(post)
      void answer(newId(), post, author, askedBy(post))
      return post.id
    },

    /** The first answer is redone in its place; those that buttons had added go. */
    edit(person: Person, id: string, text: string): void {
      const post = { ...ownPost(person, id), text, edited: true }
      const [first, ...others] = answersOf(id)
      for (const each of others) dropAnswer(each)
      show(post)
      void answer(first?.id ?? newId(), post, person, askedBy(post))
    },

    remove(person: Person, id: string): void {
      drop(ownPost(person, id))
    },

    removeAnswer(person: Person, id: string): void {
      dropAnswer(ownAnswer(person, id))
    },

    stop(person: Person, id: string): void {
      ownAnswer(person, id).abort.abort()
    },

    /** A button or a form of an answer: redoes the answer in its place, or adds one below. */
    act(
      person: Person,
      id: string,
      block: number,
      choice: number,
      fields: Action['options'],
    ): void {
      const post = posts.get(answers.get(id)?.post ?? '')
      const action = actionOf(message(id, person.id)?.blocks[block], choice, fields)
      if (!post || !action) throw new UserError('That is no longer there to press.')
      if (action.replaces) ownAnswer(person, id)
      void answer(action.replaces ? id : newId(), post, person, action)
    },

    message,

    close(): void {
      for (const { abort } of answers.values()) abort.abort()
    },
  }
}
