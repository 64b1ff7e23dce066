/** How often a workspace's messages are edited: last revisions in turn, those between when there is room. */
import { setTimeout as delay } from 'node:timers/promises'
import { tokenBuckets } from '../../bot/rates.ts'
import type { Call } from './calls.ts'
import { isLimited, limitedMs } from './calls.ts'
import { PACE } from './limits.ts'

/** Slack counts calls of each of them for a workspace, not for a channel. */
type Method = keyof typeof PACE.methods

export type Pace = Readonly<{
  /** Makes the call when it is its turn. Without waiting once `signal` aborts. */
  inTurn(method: Method, team: string, signal: AbortSignal): Call
  /** Makes the call at once. */
  now(method: Method, team: string): Call
  /** Resolves when calls can be made that nobody needs, or `signal` aborts. */
  room(method: Method, team: string, signal: AbortSignal): Promise<void>
}>

/** A call that Slack limits holds back all others of its method and workspace, for as long as Slack says. Counts by Slack's time, not by the clock of the core. */
export function createPace(): Pace {
  const buckets = tokenBuckets(() => performance.now())
  const frozenUntil = new Map<string, number>()
  /** Calls that wait for their turn. */
  const waiting = new Map<string, number>()
  const turns = new Map<string, Promise<void>>()

  function waitMs(method: Method, key: string): number {
    const frozenMs = (frozenUntil.get(key) ?? 0) - performance.now()
    return Math.max(0, frozenMs, buckets.waitMs(key, PACE.methods[method]))
  }

  async function turn(method: Method, key: string, signal: AbortSignal): Promise<void> {
    waiting.set(key, (waiting.get(key) ?? 0) + 1)
    const before = turns.get(key)
    const own = (async () => {
      await before
      for (let ms = waitMs(method, key); ms > 0; ms = waitMs(method, key)) {
        if (signal.aborted) return
        await delay(ms, undefined, { signal }).catch(() => {})
      }
    })()
    turns.set(key, own)
    await own
    buckets.take(key, PACE.methods[method])
    const left = (waiting.get(key) ?? 1) - 1
    if (left > 0) return void waiting.set(key, left)
    waiting.delete(key)
    turns.delete(key)
  }

  async function heeded<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      if (isLimited(error)) frozenUntil.set(key, performance.now() + limitedMs(error))
      throw error
    }
  }

  return {
    inTurn: (method, team, signal) => async (work) => {
      const key = `${method} ${team}`
      await turn(method, key, signal)
      return heeded(key, work)
    },
    now: (method, team) => async (work) => {
      const key = `${method} ${team}`
      buckets.take(key, PACE.methods[method])
      return heeded(key, work)
    },
    async room(method, team, signal) {
      const key = `${method} ${team}`
      while (!signal.aborted && (waiting.has(key) || waitMs(method, key) > 0)) {
        const ms = Math.max(PACE.lookMs, waitMs(method, key))
        await delay(ms, undefined, { signal, ref: false }).catch(() => {})
      }
    },
  }
}
