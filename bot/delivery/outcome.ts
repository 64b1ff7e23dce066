/** What came of a call to a platform. */
import { ChannelClosedError, PlatformUnavailableError } from '../core/platform.ts'

export type Failure =
  /** The message was deleted. */
  | Readonly<{ is: 'gone'; cause: unknown }>
  /** The message cannot be edited, or has to stay. */
  | Readonly<{ is: 'fixed'; cause: unknown }>
  /** Nothing can be said there. */
  | Readonly<{ is: 'closed'; cause: unknown }>
  /** The platform, or whatever runs in its place, has no such call. */
  | Readonly<{ is: 'missing'; cause: unknown }>
  /** The platform does not let us in. */
  | Readonly<{ is: 'unavailable'; cause: unknown }>
  /** Nobody was there, so it was not done. */
  | Readonly<{ is: 'unreached'; cause: unknown }>
  /** Rate limited, so it was not done. `budget` is the key of the limit where that is not the call's first. */
  | Readonly<{ is: 'later'; cause: unknown; waitMs: number; budget?: string }>
  /** The answer did not arrive: it may have been done. */
  | Readonly<{ is: 'unknown'; cause: unknown }>
  /** The answer that it belonged to was replaced or deleted before its turn came. */
  | Readonly<{ is: 'withdrawn'; cause: unknown }>
  /** A mistake of ours. */
  | Readonly<{ is: 'failed'; cause: unknown }>

export type Done<Result> = Readonly<{ is: 'done'; result: Result }>
export type Outcome<Result> = Done<Result> | Failure

/** Reads what an adapter's library threw. */
export type Classify = (error: unknown) => Failure

export function done<Result>(result: Result): Done<Result> {
  return { is: 'done', result }
}

/** Throws `ChannelClosedError`, `PlatformUnavailableError`, or what the call threw. */
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
