/** Time and randomness, passed in so that tests are fast and deterministic. */

/** UTC epoch milliseconds. */
export type Clock = () => number

/** A uniformly distributed number in [0, 1). */
export type Random = () => number

/** Calls `ring` once, when the clock reaches `at` (ms of the same clock). Returns a function that cancels it. */
export type Alarm = (at: number, ring: () => void) => () => void

/** The longest delay that a Node timer accepts. */
const LONGEST_MS = 2 ** 31 - 1

/** Creates alarms that follow `clock`. They don't keep the process running. */
export function alarmBy(clock: Clock): Alarm {
  return (at, ring) => {
    let timer: NodeJS.Timeout
    const wait = () => {
      const leftMs = at - clock()
      if (leftMs <= 0) ring()
      else timer = setTimeout(wait, Math.min(leftMs, LONGEST_MS)).unref()
    }
    timer = setTimeout(wait, 0).unref()
    return () => clearTimeout(timer)
  }
}
