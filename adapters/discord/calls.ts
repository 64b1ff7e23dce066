/** Calls Discord's API and interprets its errors. */
import { DiscordAPIError, HTTPError, RateLimitError, type REST, type RouteLike } from 'discord.js'
import { ChannelClosedError, PlatformUnavailableError } from '../../bot/core/platform.ts'
import type { Calling, How } from '../../bot/delivery/attempts.ts'
import { type Failure, type Outcome, resultOf } from '../../bot/delivery/outcome.ts'

type Method = 'get' | 'post' | 'patch' | 'put' | 'delete'
type Options = Parameters<REST['post']>[1]

/** Makes a call, and retries it after any failure that may be temporary, unless `again` says otherwise. */
export function call(
  rest: () => REST,
  { attempts, how }: Calling,
  [method, route, options]: readonly [Method, RouteLike, Options?],
  again: How<unknown>['again'] = 'safe',
): Promise<Outcome<unknown>> {
  // Discord counts calls made with an interaction's token separately.
  const global = options?.auth === false ? [] : [{ key: GLOBAL }]
  const key = `discord ${method} ${route.replace(/(?<=\/messages\/)\d+$/, '')}`
  const work = async () => {
    try {
      return await rest()[method](route, options)
    } catch (error) {
      // A success without a body is still a success, whatever its headers say.
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

/** Discord's error codes. */
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

/** Tells whether Discord answered with one of these error codes. */
export function isError(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof DiscordAPIError && codes.some((code) => code === error.code)
}

/** Tells whether Discord rejected the token. */
export function isUnauthorized(error: unknown): boolean {
  const cause = error instanceof PlatformUnavailableError ? error.cause : error
  return cause instanceof DiscordAPIError && cause.status === 401
}

/** Tells whether an error comes from the platform rather than from a bug in Overlap. */
export function isOutside(error: unknown): boolean {
  return error instanceof ChannelClosedError || error instanceof PlatformUnavailableError
}

const CLOSED = [
  ...[CODES.missingAccess, CODES.missingPermission, CODES.threadArchived],
  ...[CODES.unknownChannel, CODES.forum, CODES.noTextHere],
  ...[CODES.notToThisPerson, CODES.nothingShared, CODES.invalidToken],
]

/** Maps an error of the library to what it means for the call; waits are in ms. */
export function classify(cause: unknown): Failure {
  if (cause instanceof RateLimitError) {
    const waitMs = Math.max(cause.retryAfter, cause.timeToReset)
    return { is: 'later', cause, waitMs, ...(cause.global ? { budget: GLOBAL } : {}) }
  }
  if (isError(cause, ...CLOSED)) return { is: 'closed', cause }
  // With code 0 the route itself doesn't exist, as on some stand-ins for Discord.
  const isGone = cause instanceof DiscordAPIError && cause.status === 404
  if (isGone && cause.code === 0) return { is: 'missing', cause }
  if (isGone) return { is: 'gone', cause }
  if (isUnauthorized(cause)) return { is: 'unavailable', cause }
  if (cause instanceof HTTPError && cause.status >= 500) return { is: 'unknown', cause }
  const broken = brokenBy(cause)
  if (broken === null) return { is: 'failed', cause }
  return { is: UNREACHED.test(broken) ? 'unreached' : 'unknown', cause }
}

/** The error code if the connection failed or broke. */
function brokenBy(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  // The library aborts a call that gets no response.
  if (error.name === 'AbortError') return error.name
  const code = 'code' in error ? String(error.code) : ''
  return BREAKS.test(code) ? code : brokenBy(error.cause)
}

const BREAKS = /^(?:UND_ERR_(?:SOCKET|CONNECT_TIMEOUT)|ECONNRESET|ECONNREFUSED|EPIPE|EAI_AGAIN)$/
const UNREACHED = /^(?:UND_ERR_CONNECT_TIMEOUT|ECONNREFUSED|EAI_AGAIN)$/

/**
 * Returns false if the message is gone or no longer ours to touch, true otherwise.
 *
 * @throws {PlatformUnavailableError} when Discord can't be reached, or the original error when it is a bug.
 */
export function isThere(outcome: Outcome<unknown>): boolean {
  if (LEFT.has(outcome.is)) return false
  resultOf(outcome)
  return true
}

const LEFT: ReadonlySet<Failure['is'] | 'done'> = new Set(['gone', 'missing', 'closed'])

/** Treats a missing channel or person as closed, since nothing can be posted there. */
export function openOnly(outcome: Outcome<unknown>): Outcome<unknown> {
  const isMissing = outcome.is === 'gone' || outcome.is === 'missing'
  return isMissing ? { is: 'closed', cause: outcome.cause } : outcome
}
