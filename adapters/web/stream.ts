/** A channel's changes as server-sent events. */
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Feed } from './feed.ts'
import { WEB } from './limits.ts'
import type { View } from './view.ts'

/**
 * Sends what the browser has not seen, then waits for more, until it leaves, or `closing` fires and all is sent.
 * A slow browser is not written ahead of: it gets the newest state when it is ready.
 */
export function streamChanges(
  context: Context,
  feed: Feed<View>,
  viewer: string,
  closing: AbortSignal,
  onEnd: () => void,
): Response {
  context.header('X-Accel-Buffering', 'no')
  return streamSSE(context, async (stream) => {
    let mark = context.req.header('last-event-id')
    let wake = () => {}
    const stop = () => wake()
    const unsubscribe = feed.onChange(viewer, () => wake())
    stream.onAbort(stop)
    closing.addEventListener('abort', stop)
    try {
      while (!stream.aborted) {
        const changes = feed.since(mark, viewer)
        if (changes) {
          mark = changes.mark
          await stream.writeSSE({ id: mark, data: JSON.stringify(changes) })
        } else if (closing.aborted) {
          break
        } else if (await isQuiet((woken) => (wake = woken))) {
          await stream.write(': still here\n\n')
        }
      }
    } finally {
      unsubscribe()
      closing.removeEventListener('abort', stop)
      onEnd()
    }
  })
}

/** True when nothing woke it for a while. */
async function isQuiet(onWake: (wake: () => void) => void): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  onWake(() => resolve(false))
  const timer = setTimeout(resolve, WEB.heartbeatMs, true)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
  }
}
