/** Revisions of one answer on their way out: one that waits is replaced by the next. */
import type { Message } from '../../bot/message.ts'

export type Newest = Readonly<{
  /** Throws what showing an earlier revision threw. */
  put(message: Message): void
  /** Resolves when the newest revision is shown. Throws what showing threw. */
  end(): Promise<void>
}>

/** Shows the first and the last revision as soon as it can; one between when `room` resolves. */
export function newest(
  show: (message: Message) => Promise<void>,
  room: () => Promise<void>,
  signal: AbortSignal,
): Newest {
  let waiting: Message | undefined
  let isFirst = true
  let isShowing = false
  let showing = Promise.resolve()
  let failed: { error: unknown } | undefined
  const last = Promise.withResolvers<void>()

  async function work(): Promise<void> {
    try {
      while (waiting && !signal.aborted) {
        if (!isFirst && !waiting.done) await Promise.race([room(), last.promise])
        if (signal.aborted) return
        const message = waiting
        waiting = undefined
        isFirst = false
        await show(message)
      }
    } catch (error) {
      failed = { error }
    } finally {
      isShowing = false
    }
  }

  return {
    put(message) {
      if (failed) throw failed.error
      waiting = message
      if (message.done) last.resolve()
      if (isShowing) return
      isShowing = true
      showing = work()
    },
    async end() {
      last.resolve()
      await showing
      if (failed) throw failed.error
    },
  }
}
