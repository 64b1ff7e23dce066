/** Slows a fast stream down to a pace at which chats can be edited. */
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Yields the first value immediately, then the latest value at most once every `ms`. The source's return value or error
 * comes after its last value. Leaving the loop doesn't end the source; the caller has to do that.
 */
export async function* paced<Value, End>(
  source: AsyncGenerator<Value, End>,
  ms: number,
): AsyncGenerator<Value, End> {
  const latest: Value[] = []
  let changed = Promise.withResolvers<void>()

  async function follow(): Promise<End> {
    for (;;) {
      const step = await source.next()
      if (step.done) return step.value
      latest.splice(0, 1, step.value)
      changed.resolve()
    }
  }

  const end = follow()
  const ended = end.then(
    () => true,
    () => true,
  )
  for (;;) {
    const isOver = await Promise.race([ended, changed.promise.then(() => false)])
    changed = Promise.withResolvers()
    yield* latest.splice(0)
    if (isOver) return await end
    await Promise.race([ended, sleep(ms, undefined, { ref: false })])
  }
}
