/** Keeps a connection open: reconnects immediately the first time, then with increasing delays. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '../core/log.ts'

export type State = Readonly<{ connected: boolean; detail: string }>

/** Resolves after `ms`, or immediately when closing. */
export type Wait = (ms: number) => Promise<void>

/** Creates a `Wait` that doesn't keep the process running and ends when `closing` aborts. */
export function waiting(closing: AbortSignal): Wait {
  return (ms) => delay(ms, undefined, { signal: closing, ref: false }).catch(() => {})
}

type Parts = Readonly<{
  platform: string
  /** Connects. `ended` resolves when the connection has ended. Throws when it can't connect. */
  connect(): Promise<Readonly<{ ended: Promise<void> }>>
  /** The `detail` of the state while connected. */
  detail(): string
  /** Describes an error without revealing a token. */
  reason(error: unknown): string
  wait: Wait
  log: Log
  closing: AbortSignal
}>

/** Delay before reconnecting, ms: doubled each time. */
const RETRY_MS = { first: 500, last: 60_000 } as const

/** A connection shorter than this (ms) isn't retried immediately. */
const SHORT_MS = 100

/** Connects to a platform, and reconnects with exponential backoff until `closing` aborts. */
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
    /** Resolves after `closing` aborted and the connection has ended. */
    ended: running,
  }
}
