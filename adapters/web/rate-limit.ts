/**
 * Slows down clients that send more requests than a person can. Requests over the limit are refused unread and after
 * a delay, so that a loop of them costs little. Other limits come after this one.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { MiddlewareHandler } from 'hono'
import type { Clock } from '../../bot/core/clock.ts'
import { tokenBuckets } from '../../bot/core/rates.ts'
import { sharedAddress } from './client.ts'
import { WEB } from './limits.ts'
import { REFUSALS } from './refusals.ts'

/**
 * Wraps a listener in rate limits per browser and per address.
 *
 * @param clock - In ms.
 * @param isDirect - Whether clients connect directly. A proxy's address is shared by everyone behind it.
 */
export function limitRates(
  listener: RequestListener,
  clock: Clock,
  isDirect: boolean,
): RequestListener {
  const buckets = tokenBuckets(clock)
  let waiting = 0

  function isHasty({ headers, socket }: IncomingMessage): boolean {
    const address = `address ${sharedAddress(socket.remoteAddress ?? '')}`
    const waitMs = buckets.takeFrom([
      ...(isDirect ? [{ key: address, ...WEB.addressRequests }] : []),
      ...(headers.cookie ? [{ key: `browser ${headers.cookie}`, ...WEB.requests }] : []),
    ])
    return waitMs > 0
  }

  function refuse(request: IncomingMessage, response: ServerResponse): void {
    if (waiting >= WEB.refusalsWaiting) {
      request.socket.destroy()
      return
    }
    waiting += 1
    const timer = setTimeout(() => {
      // The body isn't read.
      response.writeHead(429, { 'Content-Type': 'application/json', Connection: 'close' })
      response.end(JSON.stringify({ error: REFUSALS.slowDown }))
    }, WEB.refusalMs)
    response.once('close', () => {
      waiting -= 1
      clearTimeout(timer)
    })
  }

  return (request, response) => {
    if (isHasty(request)) refuse(request, response)
    else listener(request, response)
  }
}

/** Delays the refusals of all other limits too. */
export const lateRefusals: MiddlewareHandler = async (context, next) => {
  await next()
  if (context.res.status === 429) await delay(WEB.refusalMs)
}
