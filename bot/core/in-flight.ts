/** Tracks answers in progress, so that shutdown can wait for them. */
import type { Tutor } from './tutor.ts'

/** Wraps a tutor. `answered` resolves when no answer is in progress any more, or after `graceMs`. */
export function trackInFlight(tutor: Tutor) {
  let open = 0
  let onQuiet = () => {}
  async function* handle(...args: Parameters<Tutor['handle']>): ReturnType<Tutor['handle']> {
    open += 1
    try {
      yield* tutor.handle(...args)
    } finally {
      open -= 1
      if (open === 0) onQuiet()
    }
  }
  async function answered(graceMs: number): Promise<void> {
    if (open === 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, graceMs)
    onQuiet = resolve
    await promise
    clearTimeout(timer)
  }
  return { tutor: { ...tutor, handle }, answered }
}
