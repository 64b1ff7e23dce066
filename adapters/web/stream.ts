/** Streams a channel's changes as server-sent events. */
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Changes, Feed } from './feed.ts'
import { WEB } from './limits.ts'
import type { Encoded } from './view.ts'

/**
 * Sends what the browser hasn't seen, then waits for more until it leaves, or until `closing` aborts and everything
 * is sent. Nothing is queued for a slow browser: it gets the latest state when it is ready.
 */
export function streamChanges(
  context: Context,
  feed: Feed<Encoded>,
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
          for (const part of eventOf(changes)) await stream.write(part)
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

/** Bytes that are written together. Entries at least this large are not copied. */
const TOGETHER = 64 * 1024

/** One event in parts, since what a browser missed may be many megabytes. */
function* eventOf({ entries, ...changes }: Changes<Encoded>): Generator<Uint8Array> {
  const head = JSON.stringify(changes).slice(0, -1)
  let waiting: Uint8Array[] = [Buffer.from(`id: ${changes.mark}\ndata: ${head},"entries":[`)]
  let size = 0
  for (const [at, entry] of entries.entries()) {
    if (at > 0) waiting.push(COMMA)
    waiting.push(entry)
    size += entry.byteLength
    if (size < TOGETHER) continue
    yield* entry.byteLength < TOGETHER ? [Buffer.concat(waiting)] : waiting
    waiting = []
    size = 0
  }
  yield Buffer.concat([...waiting, END])
}

const COMMA = Buffer.from(',')
const END = Buffer.from(']}\n\n')

/** Returns true if nothing woke it for `WEB.heartbeatMs` ms. */
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
