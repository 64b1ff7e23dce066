/** The outcome of a call to a platform. */
import { ChannelClosedError, PlatformUnavailableError } from '../core/platform.ts'

export type Failure =
  /** The message was deleted. */
  | Readonly<{ is: 'gone'; cause: unknown }>
  /** The message cannot be edited, or has to stay. */
  | Readonly<{ is: 'fixed'; cause: unknown }>
  /** The channel is closed to the tutor. */
  | Readonly<{ is: 'closed'; cause: unknown }>
  /** The platform, or what stands in for it in tests, doesn't have this call. */
  | Readonly<{ is: 'missing'; cause: unknown }>
  /** The platform refuses access. */
  | Readonly<{ is: 'unavailable'; cause: unknown }>
  /** The platform couldn't be reached, so the call had no effect. */
  | Readonly<{ is: 'unreached'; cause: unknown }>
  /** Rate limited, so the call had no effect. `budget`: key of the limit, where it isn't the first one of the call. */
  | Readonly<{ is: 'later'; cause: unknown; waitMs: number; budget?: string }>
  /** No response arrived, so the call may have taken effect. */
  | Readonly<{ is: 'unknown'; cause: unknown }>
  /** Its answer was replaced or deleted before the call was made. */
  | Readonly<{ is: 'withdrawn'; cause: unknown }>
  /** A bug in Overlap. */
  | Readonly<{ is: 'failed'; cause: unknown }>

export type Done<Result> = Readonly<{ is: 'done'; result: Result }>
export type Outcome<Result> = Done<Result> | Failure

/** Classifies an error that an adapter's library threw. */
export type Classify = (error: unknown) => Failure

/** Wraps the result of a successful call. */
export function done<Result>(result: Result): Done<Result> {
  return { is: 'done', result }
}

/**
 * Returns the result of a successful call.
 *
 * @throws {ChannelClosedError} The channel is closed to the tutor.
 * @throws {PlatformUnavailableError} The platform can't be reached now, or the call was withdrawn.
 * @throws The original error, for any other failure.
 */
export function resultOf<Result>(outcome: Outcome<Result>): Result {
  if (outcome.is === 'done') return outcome.result
  const { is, cause } = outcome
  if (is === 'closed') throw new ChannelClosedError(String(cause), { cause })
  if (AWAY.has(is)) throw new PlatformUnavailableError(String(cause), { cause })
  throw cause
}

const AWAY: ReadonlySet<Failure['is']> = new Set([
  'unavailable',
  'unreached',
  'later',
  'unknown',
  'withdrawn',
])
