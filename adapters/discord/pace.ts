/** Shows the first revision at once and the last one at once; those between no faster than a channel bears. */
import type { Message } from '../../bot/message.ts'

export function paced(show: (message: Message) => Promise<void>, gapMs: number) {
  let shownAt = Number.NEGATIVE_INFINITY
  let pending: Message | undefined
  let timer: NodeJS.Timeout | undefined
  let last = Promise.resolve()

  function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const message = pending
    pending = undefined
    if (message) {
      shownAt = performance.now()
      last = last.then(() => show(message))
      // Whoever waits for it, or for the next one, hears of it.
      last.catch(() => {})
    }
    return last
  }

  return {
    /** Comes back when it is shown, or put off in favour of a later one. */
    async put(message: Message): Promise<void> {
      pending = message
      const leftMs = shownAt + gapMs - performance.now()
      if (message.done || leftMs <= 0) await flush()
      else timer ??= setTimeout(flush, leftMs)
    },
    /** Comes back when nothing is shown any more. */
    async stop(): Promise<void> {
      clearTimeout(timer)
      await last.catch(() => {})
    },
  }
}
