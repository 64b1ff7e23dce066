/** Calls of Discord's API, and what its errors mean. */
import { DiscordAPIError, HTTPError, RateLimitError, type REST, type RouteLike } from 'discord.js'
import { ChannelClosedError, PlatformUnavailableError } from '../../bot/core/platform.ts'
import type { Calling, How } from '../../bot/delivery/attempts.ts'
import { type Failure, type Outcome, resultOf } from '../../bot/delivery/outcome.ts'

type Method = 'get' | 'post' | 'patch' | 'put' | 'delete'
type Options = Parameters<REST['post']>[1]

/** A call is made again after any trouble that may pass, unless `again` says otherwise. */
export function call(
  rest: () => REST,
  { attempts, how }: Calling,
  [method, route, options]: readonly [Method, RouteLike, Options?],
  again: How<unknown>['again'] = 'safe',
): Promise<Outcome<unknown>> {
  // Discord counts what is done with the token of an interaction apart from the rest.
  const global = options?.auth === false ? [] : [{ key: GLOBAL }]
  const key = `discord ${method} ${route.replace(/(?<=\/messages\/)\d+$/, '')}`
  const work = async () => {
    try {
      return await rest()[method](route, options)
    } catch (error) {
      // A success without a body is one too, whatever its headers promise.
      if (error instanceof SyntaxError) return null
      throw error
    }
  }
  return attempts.make(work, {
    ...{ urgency: how.urgency, patienceMs: how.patienceMs, signal: how.signal },
    ...{ budgets: [{ key }, ...global], again },
  })
}

const GLOBAL = 'discord'

/** Codes of Discord's errors. */
export const CODES = {
  unknownChannel: 10_003,
  unknownInteraction: 10_062,
  forum: 40_058,
  alreadyAnswered: 40_060,
  missingAccess: 50_001,
  notToThisPerson: 50_007,
  noTextHere: 50_008,
  missingPermission: 50_013,
  invalidToken: 50_027,
  noThreadsHere: 50_024,
  threadArchived: 50_083,
  nothingShared: 50_278,
  mayNotReply: 160_002,
  threadThere: 160_004,
} as const

export function isError(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof DiscordAPIError && codes.some((code) => code === error.code)
}

/** The token is not, or no longer, known. */
export function isUnauthorized(error: unknown): boolean {
  const cause = error instanceof PlatformUnavailableError ? error.cause : error
  return cause instanceof DiscordAPIError && cause.status === 401
}

/** Nothing that Overlap could have done better. */
export function isOutside(error: unknown): boolean {
  return error instanceof ChannelClosedError || error instanceof PlatformUnavailableError
}

const CLOSED = [
  ...[CODES.missingAccess, CODES.missingPermission, CODES.threadArchived],
  ...[CODES.unknownChannel, CODES.forum, CODES.noTextHere],
  ...[CODES.notToThisPerson, CODES.nothingShared, CODES.invalidToken],
]

export function classify(cause: unknown): Failure {
  if (cause instanceof RateLimitError) {
    const waitMs = Math.max(cause.retryAfter, cause.timeToReset)
    return { is: 'later', cause, waitMs, ...(cause.global ? { budget: GLOBAL } : {}) }
  }
  if (isError(cause, ...CLOSED)) return { is: 'closed', cause }
  // With code 0, not even the route is there, as in what stands in Discord's place.
  const isGone = cause instanceof DiscordAPIError && cause.status === 404
  if (isGone && cause.code === 0) return { is: 'missing', cause }
  if (isGone) return { is: 'gone', cause }
  if (isUnauthorized(cause)) return { is: 'unavailable', cause }
  if (cause instanceof HTTPError && cause.status >= 500) return { is: 'unknown', cause }
  const broken = brokenBy(cause)
  if (broken === null) return { is: 'failed', cause }
  return { is: UNREACHED.test(broken) ? 'unreached' : 'unknown', cause }
}

/** The code of the break where the connection could not be made, or ended early. */
function brokenBy(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  // The library gives up on a call that gets no answer.
  if (error.name === 'AbortError') return error.name
  const code = 'code' in error ? String(error.code) : ''
  return BREAKS.test(code) ? code : brokenBy(error.cause)
}

const BREAKS = /^(?:UND_ERR_(?:SOCKET|CONNECT_TIMEOUT)|ECONNRESET|ECONNREFUSED|EPIPE|EAI_AGAIN)$/
const UNREACHED = /^(?:UND_ERR_CONNECT_TIMEOUT|ECONNREFUSED|EAI_AGAIN)$/

/** False for what is not there to be edited or taken away, or not ours to touch any more. Throws as `resultOf` does. */
export function isThere(outcome: Outcome<unknown>): boolean {
  if (LEFT.has(outcome.is)) return false
  resultOf(outcome)
  return true
}

const LEFT: ReadonlySet<Failure['is'] | 'done'> = new Set(['gone', 'missing', 'closed'])

/** Where what is asked for is not there, nothing can be said there. */
export function openOnly(outcome: Outcome<unknown>): Outcome<unknown> {
  const isMissing = outcome.is === 'gone' || outcome.is === 'missing'
  return isMissing ? { is: 'closed', cause: outcome.cause } : outcome
}
