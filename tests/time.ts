/** A clock that stands still until somebody moves it, and rings what is due on the way. */
import type { Alarm } from '../bot/core/clock.ts'

/** Starts at the real time, which platforms sign their requests with. */
export function timeByHand() {
  let now = Date.now()
  const alarms = new Set<{ at: number; ring: () => void }>()
  const alarm: Alarm = (at, ring) => {
    const mine = { at, ring }
    alarms.add(mine)
    if (at <= now) setImmediate(() => alarms.delete(mine) && ring())
    return () => void alarms.delete(mine)
  }

  function advance(ms: number): void {
    const end = now + ms
    for (;;) {
      const [next] = [...alarms].sort((a, b) => a.at - b.at)
      if (!next || next.at > end) break
      alarms.delete(next)
      now = Math.max(now, next.at)
      next.ring()
    }
    now = end
  }

  return { clock: () => now, alarm, advance }
}
