/** Keeps a quick stream to a pace that chats can follow. */
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Gives the first value at once, and then at most one in `ms`: the latest. What the source returns or throws comes
 * after its last value. The source is not ended by leaving: whoever leaves has to.
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
