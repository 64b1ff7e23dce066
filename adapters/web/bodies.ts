/** What is sent to the page: how big it may be, and how much of it there may be at one moment. */
import type { Context, MiddlewareHandler } from 'hono'
import { addressOf } from './client.ts'
import { WEB } from './limits.ts'
import { createPlaces } from './places.ts'
import { REFUSALS, refuse } from './refusals.ts'

/**
 * Refuses what does not say its length, as it would be kept before anybody knows whose it is. A big one counts until it
 * has been dealt with.
 */
export function limitBodies(): MiddlewareHandler {
  const places = createPlaces(WEB.bodies)
  return async (context, next) => {
    const { req } = context
    if (req.header('transfer-encoding') !== undefined) return refuse(411, REFUSALS.noLength)
    const number = lengthOf(context)
    if (number > WEB.bodyBytes) return refuse(413, REFUSALS.tooBig)
    if (number <= WEB.smallBytes) return next()
    const free = places.take(addressOf(context), { number })
    if (!free) return refuse(429, REFUSALS.slowDown)
    try {
      await next()
    } finally {
      free()
    }
  }
}

/** Bytes of a body, as it says itself. */
export function lengthOf({ req }: Context): number {
  return Number(req.header('content-length') ?? 0)
}
