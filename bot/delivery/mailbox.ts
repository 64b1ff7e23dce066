/** Outgoing revisions of one answer: a waiting one is replaced by the next. */
import type { Message } from '../core/message.ts'
import type { Urgency } from './scheduler.ts'
import type { Held } from './waiting.ts'

export type Mailbox = Readonly<{
  /** Queues a revision. Throws what showing an earlier one threw, and for the last one what `hold` throws. */
  put(message: Message): void
  /** Resolves when the newest revision is shown. Throws what showing threw. */
  end(): Promise<void>
  /** Drops the waiting revision and frees its memory. */
  close(): void
}>

type Deps = Readonly<{
  /** Reserves memory for a revision, from when it starts to wait until it is shown or replaced. */
  hold: (message: Message) => Held
  show: (message: Message, urgency: Urgency) => Promise<void>
  /** Resolves when there is room for an intermediate revision, or `signal` aborts. */
  room: (signal: AbortSignal) => Promise<unknown>
  /** Aborts when the answer is replaced or deleted; nothing more is shown. */
  signal: AbortSignal
}>

/** Creates a mailbox. It shows the first and last revision as soon as possible, and others only when there is room. */
export function createMailbox({ hold, show, room, signal }: Deps): Mailbox {
  let waiting: Held | undefined
  let isFirst = true
  let isShowing = false
  let showing = Promise.resolve()
  let failed: { error: unknown } | undefined
  /** Aborts when intermediate revisions are no longer wanted. */
  const last = new AbortController()
  const hurry = AbortSignal.any([signal, last.signal])

  async function work(): Promise<void> {
    try {
      while (waiting && !signal.aborted) {
        if (!isFirst && !waiting.message.done) await room(hurry)
        if (signal.aborted) return
        const { message, free } = waiting
        waiting = undefined
        const urgency = isFirst ? 'first' : message.done ? 'last' : 'between'
        isFirst = false
        await show(message, urgency).finally(free)
      }
    } catch (error) {
      failed = { error }
    } finally {
      isShowing = false
    }
  }

  /** An intermediate revision for which there is no memory is dropped; another follows. */
  function held(message: Message): Held | undefined {
    try {
      return hold(message)
    } catch (error) {
      if (message.done) throw error
      return undefined
    }
  }

  function close(): void {
    waiting?.free()
    waiting = undefined
  }

  return {
    close,
    put(message) {
      if (failed) throw failed.error
      close()
      waiting = held(message)
      if (!waiting) return
      if (message.done) last.abort()
      if (isShowing) return
      isShowing = true
      showing = work()
    },
    async end() {
      last.abort()
      await showing
      if (failed) throw failed.error
    },
  }
}
