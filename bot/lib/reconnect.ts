/** Kept up: what ends is begun anew, at once the first time and then less and less often. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../core/log.ts'

export type State = Readonly<{ connected: boolean; detail: string }>

/** Comes back after so many ms, or at once when all ends. */
export type Wait = (ms: number) => Promise<void>

/** Waits that keep no process from ending. */
export function waiting(closing: AbortSignal): Wait {
  return (ms) => delay(ms, undefined, { signal: closing, ref: false }).catch(() => {})
}

type Parts = Readonly<{
  platform: string
  /** Comes back when connected, with a promise that it has ended. Throws. */
  connect(): Promise<Readonly<{ ended: Promise<void> }>>
  /** Said when it is connected. */
  detail(): string
  /** What may be said of an error: without a token. */
  reason(error: unknown): string
  wait: Wait
  log: Log
  closing: AbortSignal
}>

/** Until a failed connection is tried again, ms: doubled each time. */
const RETRY_MS = { first: 500, last: 60_000 } as const

/** A connection that ends as soon as it is there is not begun anew at once. */
const SHORT_MS = 100

export function keepConnected(parts: Parts) {
  const { platform, connect, detail, reason, wait, log, closing } = parts
  let state: State = { connected: false, detail: 'connecting' }

  async function run(): Promise<void> {
    let failures = 0
    while (!closing.aborted) {
      try {
        const { ended } = await connect()
        const began = performance.now()
        failures = 0
        state = { connected: true, detail: detail() }
        log.info({ platform, detail: state.detail }, 'connected')
        await ended
        state = { connected: false, detail: 'connecting again' }
        if (performance.now() - began < SHORT_MS) await wait(RETRY_MS.first)
      } catch (error) {
        failures += 1
        state = { connected: false, detail: reason(error) }
        log.warn({ platform, reason: state.detail, failures }, 'not connected')
        await wait(Math.min(RETRY_MS.last, RETRY_MS.first * 2 ** (failures - 1)))
      }
    }
  }

  const running = run()
  return {
    state: () => state,
    /** After `closing`, when the connection has ended. */
    ended: running,
  }
}
