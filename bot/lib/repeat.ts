/** Work that is done again and again. */
import type { Alarm, Clock } from '../core/clock.ts'

type Time = Readonly<{ clock: Clock; alarm: Alarm }>

export type RepeatedJob = Readonly<{
  /** Resolves when the round under way has ended. */
  settled(): Promise<void>
  /** No round begins any more. Resolves when the one under way has ended. */
  close(): Promise<void>
}>

/** Does `work` now and every `everyMs`. Those that are due while a round takes longer are one round after it. */
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
 * Gives a function that begins rounds `everyMs` apart, the first after that time, unless they go on already. They end
 * when nothing is wanted any more. `work` must not reject.
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
