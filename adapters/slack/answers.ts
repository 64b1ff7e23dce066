/** Requests under way: each is answered through its outlet, until it ends, is replaced or is taken back. */

import type { Message } from '../../bot/message.ts'
import { ChannelClosed } from '../../bot/platform.ts'
import type { Request } from '../../bot/request.ts'
import { createCalls, isLimited, isOutside, Unanswered } from './calls.ts'
import { TIMES } from './limits.ts'
import { newest } from './newest.ts'
import { createOutlet, type Outlet, type Where } from './outlet.ts'
import type { Parts } from './parts.ts'

export type Asked = Pick<
  Request,
  'text' | 'mentions' | 'command' | 'options' | 'attachments' | 'unread'
>

export type Answers = ReturnType<typeof createAnswers>

type Running = Readonly<{ abort: AbortController; ended: Promise<void> }>

export function createAnswers(parts: Parts) {
  /** By the message that asked, so that an edit or a removal of it finds the run. */
  const running = new Map<string, Running>()
  const all = new Set<Promise<void>>()

  /** Never throws. A later answer to the same question ends the one before first. */
  function answer(where: Where, asked: Asked): Promise<void> {
    const key = where.question ? keyOf(where.workspace.team, where.channel, where.question) : null
    const before = key ? running.get(key) : undefined
    before?.abort.abort()
    const abort = new AbortController()
    const ended = (async () => {
      await before?.ended
      if (!abort.signal.aborted) await give(where, asked, abort.signal)
    })()
    if (key) running.set(key, { abort, ended })
    all.add(ended)
    return ended.finally(() => {
      all.delete(ended)
      if (key && running.get(key)?.abort === abort) running.delete(key)
    })
  }

  async function give(where: Where, asked: Asked, signal: AbortSignal): Promise<void> {
    const { asker, channel, name, thread, direct, key } = where
    const place = { channel, direct, ...(thread ? { thread } : {}), ...(name ? { name } : {}) }
    const source = where.question && sourceOf(where.workspace.team, channel, where.question)
    const from = source ? { source } : {}
    const request = { id: key, ...from, person: asker, place, signal, ...asked }
    const ending = AbortSignal.any([signal, parts.closing])
    const workspace = { ...where.workspace, ...createCalls(ending, TIMES.answerMs) }
    const outlet = createOutlet({ ...where, workspace, signal: ending }, parts)
    const room = () => parts.pace.room('chat.update', workspace.team, ending)
    const revisions = newest((message) => shown(message, outlet), room, signal)
    try {
      for await (const message of parts.tutor.handle(request)) {
        if (signal.aborted) break
        revisions.put(message)
      }
      await revisions.end()
      await parts.unfinished.ends(key)
    } catch (err) {
      const how = isOutside(err) || isLimited(err) ? 'warn' : 'error'
      parts.log[how]({ err, platform: 'slack' }, 'an answer could not be shown')
      // What else could not be finished stays noted: after the next start it is said that it was interrupted.
      if (signal.aborted || err instanceof ChannelClosed) await parts.unfinished.ends(key)
    }
  }

  /** A revision between that could not be shown has another one after it. */
  async function shown(message: Message, outlet: Outlet): Promise<void> {
    try {
      await outlet.show(message)
    } catch (err) {
      if (message.done || !(isLimited(err) || err instanceof Unanswered)) throw err
      parts.log.info({ err, platform: 'slack' }, 'a revision between is left out')
    }
  }

  /** A message that was edited or deleted: what it asked leaves the memory. */
  async function forget(team: string, channel: string, question: string): Promise<void> {
    await parts.tutor.forget(sourceOf(team, channel, question))
  }

  /** Ends the answer to a message, and waits until it is quiet. */
  async function stop(team: string, channel: string, question: string): Promise<void> {
    const found = running.get(keyOf(team, channel, question))
    found?.abort.abort()
    await found?.ended
  }

  return {
    answer,
    stop,
    forget,
    /** Comes back when the answers under way have been given. */
    settled: async () => void (await Promise.all(all)),
  }
}

/** A message as the core knows it. */
function sourceOf(team: string, channel: string, message: string): string {
  return `slack/${team}/${channel}/${message}`
}

function keyOf(team: string, channel: string, message: string): string {
  return `${team} ${channel} ${message}`
}
