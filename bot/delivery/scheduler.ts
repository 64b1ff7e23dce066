/** Schedules calls to a platform: each draws from rate limits, and urgent calls go first. */
import { type Alarm, alarmBy, type Clock } from '../core/clock.ts'
import { type Rate, tokenBuckets } from '../core/rates.ts'

/**
 * A rate limit of a platform, such as `slack chat.update T1`. Without a rate, it applies only when the platform says
 * so.
 */
export type Budget = Readonly<{ key: string; rate?: Rate }>

/** The first revision, the last one, or an intermediate one, which the next one makes up for. */
export type Urgency = 'first' | 'last' | 'between'

export type Scheduler = Readonly<{
  /**
   * Resolves with true when a call may be made, which then counts against its budgets; with false when `signal` aborted
   * first. During shutdown, calls don't wait.
   */
  turn(budgets: readonly Budget[], urgency: Urgency, signal: AbortSignal): Promise<boolean>
  /** Blocks a limit for `ms`. */
  freeze(key: string, ms: number): void
  isFrozen(budgets: readonly Budget[]): boolean
}>

/** A monotonic clock in ms, with its alarms. */
export type Time = Readonly<{ clock: Clock; alarm: Alarm }>

const monotonic = () => performance.now()
export const MONOTONIC: Time = { clock: monotonic, alarm: alarmBy(monotonic) }

type Turn = Readonly<{
  budgets: readonly Budget[]
  rank: number
  resolve: (isOurs: boolean) => void
}>

const RANKS: Readonly<Record<Urgency, number>> = { first: 0, last: 1, between: 2 }

/** Creates a scheduler; once `closing` aborts, every call goes ahead immediately. */
export function createScheduler({ clock, alarm }: Time, closing: AbortSignal): Scheduler {
  const buckets = tokenBuckets(clock)
  const frozenUntil = new Map<string, number>()
  /** By rank, then in order of arrival. */
  const waiting: Turn[] = []
  let callOff = () => {}

  closing.addEventListener('abort', look)

  function waitMs({ key, rate }: Budget): number {
    const frozenMs = (frozenUntil.get(key) ?? 0) - clock()
    return Math.max(0, frozenMs, rate ? buckets.waitMs(key, rate) : 0)
  }

  /** Starts every call that can go. Limits that a more urgent call waits for aren't used by others. */
  function look(): void {
    callOff()
    const wanted = new Set<string>()
    let soonestMs = Number.POSITIVE_INFINITY
    for (const turn of [...waiting]) {
      const short = turn.budgets.filter(({ key }) => wanted.has(key))
      const ms = Math.max(0, ...turn.budgets.map(waitMs))
      if ((ms === 0 && short.length === 0) || closing.aborted) {
        go(turn)
        continue
      }
      soonestMs = ms > 0 ? Math.min(soonestMs, ms) : soonestMs
      for (const budget of turn.budgets) if (waitMs(budget) > 0) wanted.add(budget.key)
    }
    if (Number.isFinite(soonestMs)) callOff = alarm(clock() + soonestMs, look)
  }

  function go(turn: Turn): void {
    waiting.splice(waiting.indexOf(turn), 1)
    for (const { key, rate } of turn.budgets) if (rate) buckets.take(key, rate)
    turn.resolve(true)
  }

  function join(turn: Turn): void {
    const before = waiting.findIndex(({ rank }) => rank > turn.rank)
    waiting.splice(before < 0 ? waiting.length : before, 0, turn)
  }

  function leave(turn: Turn): void {
    const at = waiting.indexOf(turn)
    if (at < 0) return
    waiting.splice(at, 1)
    turn.resolve(false)
    look()
  }

  return {
    async turn(budgets, urgency, signal) {
      if (signal.aborted) return false
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const turn = { budgets, rank: RANKS[urgency], resolve }
      const onAbort = () => leave(turn)
      signal.addEventListener('abort', onAbort)
      join(turn)
      look()
      return promise.finally(() => signal.removeEventListener('abort', onAbort))
    },

    freeze(key, ms) {
      const now = clock()
      if (frozenUntil.size > FORGET_ABOVE) {
        for (const [each, until] of frozenUntil) if (until <= now) frozenUntil.delete(each)
      }
      frozenUntil.set(key, Math.max(frozenUntil.get(key) ?? 0, now + ms))
    },

    isFrozen: (budgets) => budgets.some(({ key }) => (frozenUntil.get(key) ?? 0) > clock()),
  }
}

const FORGET_ABOVE = 1000
