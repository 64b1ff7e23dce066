/** Requests under way: each is answered until it ends, is replaced or is taken back. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Message } from '../../bot/message.ts'
import { ChannelClosed, PlatformAway } from '../../bot/platform.ts'
import type { Request } from '../../bot/request.ts'
import { isPassing } from './again.ts'
import { TIMES } from './limits.ts'
import { paced } from './pace.ts'
import type { Parts } from './parts.ts'

export type Outlet = Readonly<{
  show(message: Message): Promise<void>
  /** Says that something will come, where nothing has come yet. */
  announce(): Promise<void>
}>

export type Answers = ReturnType<typeof createAnswers>

type Running = Readonly<{ abort: AbortController; ended: Promise<void> }>

export function createAnswers({
  tutor,
  unfinished,
  log,
}: Pick<Parts, 'tutor' | 'unfinished' | 'log'>) {
  /** By the message that asked, so that an edit or a removal of it finds the run. */
  const running = new Map<string, Running>()
  const all = new Set<Promise<void>>()

  /** Never throws. A later answer to the same question ends the one before first. */
  async function answer(
    request: Omit<Request, 'signal'>,
    outlet: Outlet,
    question?: string,
  ): Promise<void> {
    const before = question ? running.get(question) : undefined
    before?.abort.abort()
    const abort = new AbortController()
    const ended = (async () => {
      await before?.ended
      if (!abort.signal.aborted) await give({ ...request, signal: abort.signal }, outlet)
    })()
    if (question) running.set(question, { abort, ended })
    all.add(ended)
    await ended
    all.delete(ended)
    if (question && running.get(question)?.abort === abort) running.delete(question)
  }

  async function give(request: Request, outlet: Outlet): Promise<void> {
    const pace = paced((message) => shown(message, outlet, request.signal), TIMES.editMs)
    const announce = () => outlet.announce().catch((err) => failed(err))
    const timer = setTimeout(announce, TIMES.firstSignMs)
    try {
      for await (const message of tutor.handle(request)) {
        if (request.signal.aborted) return
        await pace.put(message)
      }
    } catch (err) {
      failed(err)
    } finally {
      clearTimeout(timer)
      await pace.stop()
      await unfinished.ends(request.id)
    }
  }

  /** A state on the way that cannot be shown has another after it; the last word is tried again. */
  async function shown(message: Message, outlet: Outlet, signal: AbortSignal): Promise<void> {
    for (const waitMs of message.done ? TIMES.lastWordAgainMs : []) {
      try {
        return await outlet.show(message)
      } catch (err) {
        if (!isPassing(err)) throw err
        log.warn({ err, platform: 'discord' }, 'an answer is shown later')
        await delay(waitMs, undefined, { signal, ref: false }).catch(() => {})
        if (signal.aborted) return
      }
    }
    await outlet.show(message).catch((err: unknown) => {
      if (message.done || err instanceof ChannelClosed) throw err
      failed(err)
    })
  }

  function failed(err: unknown): void {
    const isOutside = err instanceof ChannelClosed || err instanceof PlatformAway || isPassing(err)
    const say = isOutside ? log.warn : log.error
    say.call(log, { err, platform: 'discord' }, 'an answer could not be shown')
  }

  /** Ends the answer to a message, and waits until it is quiet. */
  async function stop(question: string): Promise<void> {
    const found = running.get(question)
    found?.abort.abort()
    await found?.ended
  }

  return {
    answer,
    stop,
    /** Comes back when the answers under way have been given. */
    settled: async () => void (await Promise.all(all)),
  }
}
