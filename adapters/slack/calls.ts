/** Calls of Slack's API, and what its errors mean. */
import { webApi } from '@slack/bolt'
import { ChannelClosedError, PlatformUnavailableError } from '../../bot/core/platform.ts'
import type { Calling as Base, How } from '../../bot/delivery/attempts.ts'
import { type Failure, type Outcome, resultOf } from '../../bot/delivery/outcome.ts'
import type { Budget } from '../../bot/delivery/scheduler.ts'
import { RATES } from './limits.ts'

const { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } = webApi

/** How the calls of one workspace, or of one answer in it, are made. */
export type Calling = Base & Readonly<{ team: string }>

type Made<Result> = Partial<Pick<How<Result>, 'again' | 'find'>> &
  Readonly<{
    /** Where Slack limits the method in each channel. */
    channel?: string
  }>

/** A call is made again after any trouble that may pass, unless `again` says otherwise. */
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

export function budgetOf(
  { team }: Pick<Calling, 'team'>,
  method: string,
  channel?: string,
): Budget {
  const key = ['slack', method, team, ...(channel ? [channel] : [])].join(' ')
  const rate = RATES[method]
  return rate ? { key, rate } : { key }
}

/** Throws `ChannelClosedError`, `PlatformUnavailableError`, or Slack's own error. */
export async function ask<Result>(...asked: Parameters<typeof call<Result>>): Promise<Result> {
  return resultOf(await call(...asked))
}

/** Nothing that Overlap could have done better. */
export function isOutside(error: unknown): boolean {
  return (
    error instanceof ChannelClosedError ||
    error instanceof PlatformUnavailableError ||
    isMissing(error)
  )
}

/** What a `response_url` answers when it takes nothing. */
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

/** Slack, or what stands in its place, does not do that here: it is done in another way, or left. */
export function isMissing(error: unknown): boolean {
  return classify(error).is === 'missing'
}

export function isPlatformError(error: unknown, ...names: readonly string[]): boolean {
  return names.includes(platformError(error))
}

/** `channel_not_found`; empty when Slack did not answer in its way. */
function platformError(error: unknown): string {
  return error instanceof WebAPIPlatformError ? error.data.error : ''
}

/** As `fetch` says that no answer came. */
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
  /** The token is good for nothing any more. */
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
