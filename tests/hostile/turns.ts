/** How long a process keeps its event loop from the next event. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const EVERY_MS = 5

export type Turns = Readonly<{
  /** CPU time that this thread used between two events, ms: a busy machine does not stretch it as it does the delay. */
  longestMs: number
  /** By the clock, ms. */
  delayMs: number
}>

/** Watches from now on; `stop` says what the longest was. */
export function watchTurns(): { stop(): Turns } {
  const delay = monitorEventLoopDelay({ resolution: EVERY_MS })
  delay.enable()
  let longestMs = 0
  let before = process.threadCpuUsage()
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before)
    longestMs = Math.max(longestMs, (user + system) / 1000)
    before = process.threadCpuUsage()
  }, EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      delay.disable()
      return { longestMs, delayMs: delay.max / 1e6 }
    },
  }
}
