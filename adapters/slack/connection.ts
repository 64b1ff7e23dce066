/** Kept up: what ends is begun anew, at once the first time and then less and less often. */
import type { Log } from '../../bot/log.ts'
import type { Wait } from './calls.ts'
import { TIMES } from './limits.ts'
import { withoutTokens } from './logger.ts'

export type State = Readonly<{ connected: boolean; detail: string }>

type Parts = Readonly<{
  /** Comes back when connected, with a promise that it has ended. Throws. */
  connect(): Promise<Readonly<{ ended: Promise<void> }>>
  /** Said when it is connected. */
  detail(): string
  wait: Wait
  log: Log
  closing: AbortSignal
}>

export function keepConnected({ connect, detail, wait, log, closing }: Parts) {
  let state: State = { connected: false, detail: 'connecting' }

  async function run(): Promise<void> {
    let failures = 0
    while (!closing.aborted) {
      try {
        const { ended } = await connect()
        failures = 0
        state = { connected: true, detail: detail() }
        log.info({ platform: 'slack', detail: state.detail }, 'connected')
        await ended
        state = { connected: false, detail: 'connecting again' }
      } catch (error) {
        failures += 1
        state = { connected: false, detail: reason(error) }
        log.warn({ platform: 'slack', reason: state.detail, failures }, 'not connected')
        await wait(Math.min(TIMES.lastRetryMs, TIMES.firstRetryMs * 2 ** (failures - 1)))
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

function reason(error: unknown): string {
  return withoutTokens(error instanceof Error ? error.message : 'the connection was closed')
}
