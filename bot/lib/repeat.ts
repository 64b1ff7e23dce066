/** Repeated jobs. */
import type { Alarm, Clock } from '../core/clock.ts'

type Time = Readonly<{ clock: Clock; alarm: Alarm }>

export type RepeatedJob = Readonly<{
  /** Resolves when the round in progress has ended. */
  settled(): Promise<void>
  /** Starts no more rounds, and resolves when the one in progress has ended. */
  close(): Promise<void>
}>

/** Does `work` now and every `everyMs`. Rounds that come due during a longer round are merged into one after it. */
export function repeatEvery(
  work: () => Promise<void>,
  everyMs: number,
  { clock, alarm }: Time,
): RepeatedJob {
  let isDue = false
  let isWorking = false
  let round = Promise.resolve()
  let callOff = () => {}

  function due(): void {
    callOff = alarm(clock() + everyMs, due)
    isDue = true
    if (!isWorking) round = workOff()
  }

  async function workOff(): Promise<void> {
    isWorking = true
    while (isDue) {
      isDue = false
      await work()
    }
    isWorking = false
  }

  due()
  return {
    settled: () => round,
    async close() {
      callOff()
      await round
    },
  }
}

/**
 * Returns a function that starts rounds of `work` every `everyMs` (the first after that time), unless they are running
 * already. They stop once `isWanted` returns false. `work` must not reject.
 */
export function repeatWhile(
  isWanted: () => boolean,
  work: () => Promise<void>,
  everyMs: number,
  { clock, alarm }: Time,
): () => void {
  let isGoingOn = false

  function begin(): void {
    if (isGoingOn || !isWanted()) return
    isGoingOn = true
    alarm(clock() + everyMs, async () => {
      await work()
      isGoingOn = false
      begin()
    })
  }

  return begin
}
