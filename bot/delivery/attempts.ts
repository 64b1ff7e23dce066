/** Calls to a platform, made in their turn, and again where that may help. */
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
  /** For what is said unprompted, so that its caller hears of it before a lease of 60 s ends. */
  postMs: 40_000,
  /** For what somebody waits for, and may ask for again. */
  callMs: 10_000,
  /** Until a failed call is made again: doubled each time. */
  firstMs: 500,
  longestMs: 30_000,
} as const

export type How<Result> = Readonly<{
  /** What the call draws from. When it is told to wait, the first of them is frozen. */
  budgets: readonly Budget[]
  urgency: Urgency
  /** After which failures it is made again: any that may pass, or only those after which it was certainly not done. */
  again: 'safe' | 'undone'
  /** Whether it was done after all, when that is not known; null where it is not. What it throws may pass too. */
  find?: () => Promise<Result | null>
  /** It is not made again after so long, ms. */
  patienceMs: number
  /** Aborts when nobody needs it any more. */
  signal: AbortSignal
}>

/** How the calls of one answer, or those that belong to none, are made: `how` is read when a call is made. */
export type Calling = Readonly<{
  attempts: Attempts
  how: Pick<How<unknown>, 'urgency' | 'patienceMs' | 'signal'>
}>

/** What somebody waits for, who may ask again. */
export function usual(attempts: Attempts, signal: AbortSignal): Calling {
  return { attempts, how: { urgency: 'last', patienceMs: PATIENCE.callMs, signal } }
}

/** What is said unprompted: `patienceMs` is for all calls that it takes together. */
export function unprompted({ attempts, how }: Calling): Calling['how'] {
  const patienceMs = PATIENCE.postMs
  return { ...how, patienceMs, signal: attempts.within(patienceMs, how.signal) }
}

export type Attempts = Readonly<{
  make<Result>(call: () => Promise<Result>, how: How<Result>): Promise<Outcome<Result>>
  /** Resolves when there is room for a revision that nobody needs; false when `signal` aborted first. */
  room: Scheduler['turn']
  /** Aborts with `signal`, and after so long (ms). */
  within(ms: number, signal: AbortSignal): AbortSignal
}>

/** Once `closing` aborts, no call waits and none is made again. */
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

  /** Looks for what may have been done before it does it again. */
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

  /** A revision between has another one after it: it neither waits nor is made again, unless it may be there already. */
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

  /** Makes it once. Others hear of it too when the platform says to wait. */
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
