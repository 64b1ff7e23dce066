/** Calls a platform when the rate limits allow it, and retries where that can help. */
import type { Classify, Outcome } from './outcome.ts'
import { done } from './outcome.ts'
import {
  type Budget,
  createScheduler,
  type Scheduler,
  type Time,
  type Urgency,
} from './scheduler.ts'

export const PATIENCE = {
  /** For the last revision of an answer. */
  answerMs: 30 * 60_000,
  /** For unprompted messages: short enough that the caller learns the outcome before its lease of 60 s ends. */
  postMs: 40_000,
  /** For calls that someone is waiting for and can repeat. */
  callMs: 10_000,
  /** Delay before a failed call is retried; doubled each time. */
  firstMs: 500,
  longestMs: 30_000,
} as const

export type How<Result> = Readonly<{
  /** The rate limits that the call draws from. When the platform says to wait, the first of them is frozen. */
  budgets: readonly Budget[]
  urgency: Urgency
  /**
   * Which failures to retry: `safe` retries all that may pass, `undone` only those where the call certainly had no
   * effect.
   */
  again: 'safe' | 'undone'
  /**
   * Finds out whether a call with an unknown outcome took effect; null where it did not. If it throws, that is retried
   * too.
   */
  find?: () => Promise<Result | null>
  /** Stop retrying after this time, ms. */
  patienceMs: number
  /** Aborts when the call is no longer needed. */
  signal: AbortSignal
}>

/** How to make the calls of one answer, or calls that belong to none. `how` is read for each call. */
export type Calling = Readonly<{
  attempts: Attempts
  how: Pick<How<unknown>, 'urgency' | 'patienceMs' | 'signal'>
}>

/** Settings for calls that someone is waiting for and can repeat: up to 10 s of retries. */
export function usual(attempts: Attempts, signal: AbortSignal): Calling {
  return { attempts, how: { urgency: 'last', patienceMs: PATIENCE.callMs, signal } }
}

/** Settings for unprompted messages: all calls for one message together get `PATIENCE.postMs`. */
export function unprompted({ attempts, how }: Calling): Calling['how'] {
  const patienceMs = PATIENCE.postMs
  return { ...how, patienceMs, signal: attempts.within(patienceMs, how.signal) }
}

export type Attempts = Readonly<{
  make<Result>(call: () => Promise<Result>, how: How<Result>): Promise<Outcome<Result>>
  /** Resolves with true when there is room for an optional revision, or with false when `signal` aborted first. */
  room: Scheduler['turn']
  /** A signal that aborts with `signal`, or after `ms`. */
  within(ms: number, signal: AbortSignal): AbortSignal
}>

/** Creates the retry logic for one platform. Once `closing` aborts, calls neither wait nor are retried. */
export function createAttempts(time: Time, closing: AbortSignal, classify: Classify): Attempts {
  const { clock, alarm } = time
  const scheduler = createScheduler(time, closing)

  async function once<Result>(call: () => Promise<Result>): Promise<Outcome<Result>> {
    try {
      return done(await call())
    } catch (error) {
      return classify(error)
    }
  }

  function sleep(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const callOff = alarm(clock() + ms, resolve)
    const ended = AbortSignal.any([signal, closing])
    if (ended.aborted) resolve()
    ended.addEventListener('abort', () => resolve())
    return promise.finally(callOff)
  }

  /** Looks for what may have been done already before it repeats a call. */
  function sure<Result>(call: () => Promise<Result>, find: () => Promise<Result | null>) {
    let isUnsure = false
    return async () => {
      const found = isUnsure ? await find() : null
      if (found !== null) return found
      try {
        return await call()
      } catch (error) {
        isUnsure = classify(error).is === 'unknown'
        throw error
      }
    }
  }

  /** An intermediate revision will be replaced, so it neither waits nor is retried, unless it may exist already. */
  async function make<Result>(given: () => Promise<Result>, how: How<Result>) {
    const call = how.find ? sure(given, how.find) : given
    if (how.urgency === 'between' && !how.find)
      return scheduler.isFrozen(how.budgets) ? LATER : heeded(call, how)
    const until = clock() + how.patienceMs
    const expiry = new AbortController()
    const callOff = alarm(until, () => expiry.abort())
    const limit = AbortSignal.any([how.signal, expiry.signal])
    let last: Outcome<Result> = LATER
    for (let tries = 1; await scheduler.turn(how.budgets, how.urgency, limit); tries++) {
      last = await heeded(call, how)
      const waitMs = last.is === 'later' ? last.waitMs : backOff(tries)
      if (!mayPass(last, how) || closing.aborted || clock() + waitMs > until) break
      if (last.is !== 'later' || how.budgets.length === 0) await sleep(waitMs, limit)
    }
    callOff()
    return how.signal.aborted && last.is !== 'done' ? WITHDRAWN : last
  }

  /** Makes the call once. When the platform says to wait, freezes the limit for all calls. */
  async function heeded<Result>(
    call: () => Promise<Result>,
    { budgets }: How<Result>,
  ): Promise<Outcome<Result>> {
    const outcome = await once(call)
    const key = outcome.is === 'later' ? (outcome.budget ?? budgets[0]?.key) : undefined
    if (outcome.is === 'later' && key !== undefined) scheduler.freeze(key, outcome.waitMs)
    return outcome
  }

  function within(ms: number, signal: AbortSignal): AbortSignal {
    const expiry = new AbortController()
    alarm(clock() + ms, () => expiry.abort())
    return AbortSignal.any([signal, expiry.signal])
  }

  return { make, room: scheduler.turn, within }
}

const LATER = { is: 'later', cause: new Error('told to wait'), waitMs: 0 } as const
const WITHDRAWN = { is: 'withdrawn', cause: new Error('no longer needed') } as const

function mayPass<Result>({ is }: Outcome<Result>, { again, find }: How<Result>): boolean {
  if (is === 'later' || is === 'unreached') return true
  return is === 'unknown' && (again === 'safe' || find !== undefined)
}

function backOff(tries: number): number {
  return Math.min(PATIENCE.longestMs, PATIENCE.firstMs * 2 ** (tries - 1))
}
