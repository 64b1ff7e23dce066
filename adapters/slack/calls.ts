/** Calls of Slack's API: what may be tried again is tried again, as Slack says when. */
import { setTimeout as delay } from 'node:timers/promises'
import { webApi } from '@slack/bolt'
import { ChannelClosed, PlatformAway } from '../../bot/platform.ts'
import { TIMES } from './limits.ts'

const { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } = webApi

/** Waits, or ends when the adapter does. */
type Wait = (ms: number) => Promise<void>

export type Call = <Result>(work: () => Promise<Result>) => Promise<Result>

/** Whether Slack did it is not known: the connection broke before its answer. */
export class Unanswered extends Error {
  override name = 'Unanswered'
}

/** Nothing that Overlap could have done better. */
export function isOutside(error: unknown): boolean {
  return (
    error instanceof ChannelClosed ||
    error instanceof PlatformAway ||
    error instanceof Unanswered ||
    isMissing(error)
  )
}

const TRIES = 5

export type Calls = Readonly<{
  again: Call
  once: Call
  briefly: Call
  pause(tries: number): Promise<boolean>
}>

/** Calls are tried five times, and beyond that until `patienceMs` after the first try; never again once `signal` aborts. */
export function createCalls(signal: AbortSignal, patienceMs: number): Calls {
  const wait: Wait = (ms) => delay(ms, undefined, { signal }).catch(() => {})
  /**
   * For what may be done twice, such as an edit. Throws `ChannelClosed`, `Unanswered`, or Slack's own error.
   */
  const again: Call = (work) => attempt(work, true)

  /** For what must not be done twice: tried again only where Slack said that it had not done it. */
  const once: Call = (work) => attempt(work, false)

  /** For what another call makes up for: tried once. */
  const briefly: Call = (work) =>
    work().catch((error: unknown) => {
      throw isLimited(error) ? error : meaning(error)
    })

  async function attempt<Result>(work: () => Promise<Result>, isSafe: boolean): Promise<Result> {
    const until = performance.now() + patienceMs
    for (let tries = 1; ; tries++) {
      try {
        return await work()
      } catch (error) {
        const waitMs = patience(error, isSafe, tries)
        const isOver = tries >= TRIES && performance.now() + (waitMs ?? 0) > until
        if (waitMs === null || isOver || signal.aborted) throw meaning(error)
        await wait(waitMs)
      }
    }
  }

  /** Between two tries of what is tried in other ways. False when there is to be no other. */
  async function pause(tries: number): Promise<boolean> {
    if (tries >= TRIES || signal.aborted) return false
    await wait(backOff(tries))
    return true
  }

  return { again, once, briefly, pause }
}

/** How long to wait before the next try, ms; null for none. */
function patience(error: unknown, isSafe: boolean, tries: number): number | null {
  if (isLimited(error)) return limitedMs(error)
  const mayTry = isSafe ? isUnanswered(error) : isRefused(error)
  return mayTry ? backOff(tries) : null
}

function backOff(tries: number): number {
  return Math.min(TIMES.longestRetryMs, TIMES.firstRetryMs * 2 ** (tries - 1))
}

/** Slack did not do it, as there were too many calls. */
export function isLimited(error: unknown): boolean {
  return (
    error instanceof WebAPIRateLimitedError || isPlatformError(error, 'ratelimited', 'rate_limited')
  )
}

/** How long Slack says to wait, ms. */
export function limitedMs(error: unknown): number {
  return (error instanceof WebAPIRateLimitedError ? error.retryAfter : 1) * 1000
}

function isUnanswered(error: unknown): boolean {
  if (error instanceof WebAPIHTTPError) return error.statusCode >= 500
  return (
    error instanceof WebAPIRequestError ||
    isPlatformError(error, 'internal_error', 'fatal_error', 'service_unavailable')
  )
}

/** Nobody was there to do it. */
function isRefused(error: unknown): boolean {
  return error instanceof WebAPIRequestError && /ECONNREFUSED|ENOTFOUND/.test(causes(error))
}

function causes(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const code = 'code' in error ? String(error.code) : ''
  const original = 'original' in error ? error.original : error.cause
  return `${code} ${error.message} ${causes(original)}`
}

const CLOSED = [
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'restricted_action',
  'channel_type_not_supported',
  'user_not_in_channel',
  'no_permission',
  'cannot_dm_bot',
  'user_not_found',
  'user_disabled',
]

/** The token is good for nothing any more. */
const SHUT_OUT = [
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
]

function meaning(error: unknown): unknown {
  if (isPlatformError(error, ...CLOSED)) {
    return new ChannelClosed(platformError(error), { cause: error })
  }
  if (isPlatformError(error, ...SHUT_OUT)) {
    return new PlatformAway(`Slack: ${platformError(error)}`, { cause: error })
  }
  return isUnanswered(error) ? new Unanswered(causes(error), { cause: error }) : error
}

/** Slack, or what stands in its place, does not do that here: it is done in another way, or left. */
export function isMissing(error: unknown): boolean {
  return isPlatformError(error, ...MISSING)
}

const MISSING = [
  'unknown_method',
  'method_deprecated',
  'deprecated_endpoint',
  'feature_not_enabled',
  'missing_scope',
  'not_allowed_token_type',
]

export function isPlatformError(error: unknown, ...names: readonly string[]): boolean {
  return names.includes(platformError(error))
}

/** `channel_not_found`; empty when Slack did not answer in its way. */
function platformError(error: unknown): string {
  return error instanceof WebAPIPlatformError ? error.data.error : ''
}
