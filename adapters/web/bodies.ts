/** Limits how big a request body may be, and how much is received at the same time. */
import type { Context, MiddlewareHandler } from 'hono'
import { addressOf } from './client.ts'
import { WEB } from './limits.ts'
import { createPlaces } from './places.ts'
import { REFUSALS, refuse } from './refusals.ts'

/**
 * Refuses bodies that are too big, or don't state their length, since they would be buffered before it is known whose
 * they are. A big body counts until its request has been handled.
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

/** Returns the Content-Length of a request, in bytes; 0 if there is none. */
export function lengthOf({ req }: Context): number {
  return Number(req.header('content-length') ?? 0)
}
