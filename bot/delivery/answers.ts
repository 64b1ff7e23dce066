/** Requests under way: each is answered through its outlet, until it ends, is replaced or is taken back. */
import type { Log } from '../log.ts'
import type { Message } from '../message.ts'
import { ChannelClosed, PlatformAway } from '../platform.ts'
import type { Request } from '../request.ts'
import type { Tutor } from '../tutor.ts'
import type { Unfinished } from '../unfinished.ts'
import { createMailbox } from './mailbox.ts'
import type { Urgency } from './scheduler.ts'

/** Where an answer goes, revision by revision. */
export type Outlet = Readonly<{
  show(message: Message, urgency: Urgency): Promise<void>
  /** Resolves when there is room for a revision between, or `signal` aborts. */
  room(signal: AbortSignal): Promise<unknown>
  /** Says that something will come, where nothing has come yet. */
  announce?(): Promise<void>
}>

/** What is asked, or will be once its files are there. */
type Asked = Omit<Request, 'signal'> | Promise<Omit<Request, 'signal'>>

export type Answers = Readonly<{
  /** Never throws. A later answer to the same question ends the one before first. */
  answer(request: Asked, open: (signal: AbortSignal) => Outlet, question?: string): Promise<void>
  /** Ends the answer to a question, and waits until it is quiet. */
  stop(question: string): Promise<void>
  /** Resolves when the answers under way have been given. */
  settled(): Promise<void>
}>

type Deps = Readonly<{
  platform: string
  tutor: Pick<Tutor, 'handle'>
  unfinished: Unfinished
  log: Log
  /** An outlet announces what takes longer, ms. */
  firstSignMs?: number
  /** Not a mistake of ours. */
  isOutside(error: unknown): boolean
}>

type Running = Readonly<{ abort: AbortController; ended: Promise<void> }>

export function createAnswers({
  platform,
  tutor,
  unfinished,
  log,
  firstSignMs = 0,
  isOutside,
}: Deps): Answers {
  /** By the message that asked, so that an edit or a removal of it finds the run. */
  const running = new Map<string, Running>()
  const all = new Set<Promise<void>>()

  function answer(...[request, open, question]: Parameters<Answers['answer']>): Promise<void> {
    const before = question === undefined ? undefined : running.get(question)
    before?.abort.abort()
    const abort = new AbortController()
    const { signal } = abort
    const ended = (async () => {
      await before?.ended
      if (!signal.aborted) await announced(request, open(signal), signal)
    })()
    if (question !== undefined) running.set(question, { abort, ended })
    all.add(ended)
    return ended.finally(() => {
      all.delete(ended)
      if (question !== undefined && running.get(question)?.abort === abort) {
        running.delete(question)
      }
    })
  }

  /** Whoever asked has a sign of life in time, also while files are fetched. */
  async function announced(asked: Asked, outlet: Outlet, signal: AbortSignal): Promise<void> {
    const announce = () => outlet.announce?.().catch(failed)
    const timer = setTimeout(announce, firstSignMs)
    try {
      await give({ ...(await asked), signal }, outlet)
    } catch (err) {
      failed(err)
    } finally {
      clearTimeout(timer)
    }
  }

  async function give(request: Request, outlet: Outlet): Promise<void> {
    const { id, signal } = request
    const show = (message: Message, urgency: Urgency) => shown(message, urgency, outlet)
    const mailbox = createMailbox({ show, room: outlet.room, signal })
    try {
      for await (const message of tutor.handle(request)) {
        if (signal.aborted) break
        mailbox.put(message)
      }
      await mailbox.end()
      await unfinished.ends(id)
    } catch (err) {
      failed(err)
      // What else could not be finished stays noted: after the next start it is said that it was interrupted.
      if (signal.aborted || err instanceof ChannelClosed) await unfinished.ends(id)
    }
  }

  /** A revision between that could not be shown has another one after it. */
  async function shown(message: Message, urgency: Urgency, outlet: Outlet): Promise<void> {
    try {
      await outlet.show(message, urgency)
    } catch (err) {
      if (message.done || err instanceof ChannelClosed) throw err
      if (err instanceof PlatformAway) log.info({ err, platform }, 'a revision is left out')
      else failed(err)
    }
  }

  function failed(err: unknown): void {
    log[isOutside(err) ? 'warn' : 'error']({ err, platform }, 'an answer could not be shown')
  }

  return {
    answer,
    async stop(question) {
      const found = running.get(question)
      found?.abort.abort()
      await found?.ended
    },
    settled: async () => void (await Promise.all(all)),
  }
}
