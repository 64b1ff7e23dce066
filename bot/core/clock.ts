/** Time and chance. Passed in, so that tests need neither sleep nor luck. */

/** UTC epoch milliseconds. */
export type Clock = () => number

/** Evenly spread in [0, 1). */
export type Random = () => number

/** Rings once, when the clock has come to `at` (epoch ms). Gives the way to call it off. */
export type Alarm = (at: number, ring: () => void) => () => void

/** The longest that a timer of Node waits. */
const LONGEST_MS = 2 ** 31 - 1

/** Alarms do not keep the process running. */
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
