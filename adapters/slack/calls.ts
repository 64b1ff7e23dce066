/** Calls Slack's API and interprets its errors. */
import { webApi } from '@slack/bolt'
import { ChannelClosedError, PlatformUnavailableError } from '../../bot/core/platform.ts'
import type { Calling as Base, How } from '../../bot/delivery/attempts.ts'
import { type Failure, type Outcome, resultOf } from '../../bot/delivery/outcome.ts'
import type { Budget } from '../../bot/delivery/scheduler.ts'
import { RATES } from './limits.ts'

const { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } = webApi

/** How calls are made for one workspace, or for one answer in it. */
export type Calling = Base & Readonly<{ team: string }>

type Made<Result> = Partial<Pick<How<Result>, 'again' | 'find'>> &
  Readonly<{
    /** Set if Slack limits the method per channel. */
    channel?: string
  }>

/** Makes a call, and retries it after any failure that may be temporary, unless `again` says otherwise. */
export function call<Result>(
  { team, attempts, how: { urgency, patienceMs, signal } }: Calling,
  method: string,
  work: () => Promise<Result>,
  { again = 'safe', find, channel }: Made<Result> = {},
): Promise<Outcome<Result>> {
  return attempts.make(work, {
    budgets: [budgetOf({ team }, method, channel)],
    urgency,
    again,
    ...(find ? { find } : {}),
    patienceMs,
    signal,
  })
}

/** Returns the rate budget that a call counts against. */
export function budgetOf(
  { team }: Pick<Calling, 'team'>,
  method: string,
  channel?: string,
): Budget {
  const key = ['slack', method, team, ...(channel ? [channel] : [])].join(' ')
  const rate = RATES[method]
  return rate ? { key, rate } : { key }
}

/**
 * Makes a call and returns its result.
 *
 * @throws {ChannelClosedError} when nothing can be posted there.
 * @throws {PlatformUnavailableError} when Slack can't be reached.
 * @throws Slack's own error otherwise.
 */
export async function ask<Result>(...asked: Parameters<typeof call<Result>>): Promise<Result> {
  return resultOf(await call(...asked))
}

/** Tells whether an error comes from the platform rather than from a bug in Overlap. */
export function isOutside(error: unknown): boolean {
  return (
    error instanceof ChannelClosedError ||
    error instanceof PlatformUnavailableError ||
    isMissing(error)
  )
}

/** Thrown when a `response_url` refuses a message; `waitMs` is how long Slack asks to wait, in ms. */
export class RefusedByUrl extends Error {
  override name = 'RefusedByUrl'
  readonly status: number
  readonly waitMs: number
  constructor({ status, headers }: Response) {
    super(`a response_url answered ${status}`)
    this.status = status
    this.waitMs = 1000 * Number(headers.get('retry-after') ?? 1)
  }
}

/** Maps an error to what it means for the call; waits are in ms. */
export function classify(cause: unknown): Failure {
  if (cause instanceof ChannelClosedError) return { is: 'closed', cause }
  if (cause instanceof PlatformUnavailableError) return { is: 'unknown', cause }
  if (cause instanceof RefusedByUrl) {
    if (cause.status === 429) return { is: 'later', cause, waitMs: cause.waitMs }
    return { is: cause.status >= 500 ? 'unknown' : 'closed', cause }
  }
  if (cause instanceof WebAPIRateLimitedError) {
    return { is: 'later', cause, waitMs: cause.retryAfter * 1000 }
  }
  if (isPlatformError(cause, 'ratelimited', 'rate_limited')) {
    return { is: 'later', cause, waitMs: 1000 }
  }
  if (cause instanceof WebAPIHTTPError && cause.statusCode >= 500) return { is: 'unknown', cause }
  if (cause instanceof WebAPIRequestError || isBroken(cause)) {
    const isUnreached = /ECONNREFUSED|ENOTFOUND/.test(causes(cause))
    return { is: isUnreached ? 'unreached' : 'unknown', cause }
  }
  return { is: MEANINGS.get(platformError(cause)) ?? 'failed', cause }
}

/**
 * Tells whether Slack, or a stand-in for it, doesn't support the call here, so another way is used or it is skipped.
 */
export function isMissing(error: unknown): boolean {
  return classify(error).is === 'missing'
}

/** Tells whether Slack answered with one of these error codes. */
export function isPlatformError(error: unknown, ...names: readonly string[]): boolean {
  return names.includes(platformError(error))
}

/** The error code, such as `channel_not_found`; empty if it isn't an error from Slack's API. */
function platformError(error: unknown): string {
  return error instanceof WebAPIPlatformError ? error.data.error : ''
}

/** How `fetch` reports that no response arrived. */
function isBroken(error: unknown): boolean {
  return error instanceof TypeError
    ? error.message === 'fetch failed'
    : error instanceof DOMException && error.name === 'TimeoutError'
}

function causes(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const code = 'code' in error ? String(error.code) : ''
  const original = 'original' in error ? error.original : error.cause
  return `${code} ${error.message} ${causes(original)}`
}

type Meaning = 'unknown' | 'gone' | 'fixed' | 'closed' | 'unavailable' | 'missing'

const MEANT: Readonly<Record<Meaning, readonly string[]>> = {
  unknown: ['internal_error', 'fatal_error', 'service_unavailable'],
  gone: ['message_not_found', 'file_not_found', 'file_deleted'],
  fixed: [
    ...['cant_update_message', 'edit_window_closed', 'streaming_state_conflict'],
    ...['cant_delete_message', 'compliance_exports_prevent_deletion', 'cant_delete_file'],
  ],
  closed: [
    ...['channel_not_found', 'is_archived', 'not_in_channel', 'restricted_action'],
    // The message that asked was deleted.
    'thread_not_found',
    ...['channel_type_not_supported', 'user_not_in_channel', 'no_permission'],
    ...['cannot_dm_bot', 'user_not_found', 'user_disabled'],
  ],
  /** The token no longer works. */
  unavailable: [
    ...['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive'],
  ],
  missing: [
    ...['unknown_method', 'method_deprecated', 'deprecated_endpoint', 'feature_not_enabled'],
    ...['missing_scope', 'not_allowed_token_type'],
  ],
}

const MEANINGS = new Map(
  (Object.keys(MEANT) as Meaning[]).flatMap((is) => MEANT[is].map((name) => [name, is])),
)
