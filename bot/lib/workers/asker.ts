/** The person on whose behalf text is parsed. It follows the request through all calls, so readers don't pass it on. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { type PersonId, personKey } from '../../core/keys.ts'

const asker = new AsyncLocalStorage<string>()

/** Attributes all text that `work` parses to this person. */
export function onBehalfOf<Result>(person: PersonId, work: () => Result): Result {
  return asker.run(personKey(person), work)
}

/** As `onBehalfOf`, for a generator, whose steps would otherwise be attributed to its caller. */
export async function* eachOnBehalfOf<Item>(
  person: PersonId,
  items: AsyncGenerator<Item, void>,
): AsyncGenerator<Item, void> {
  try {
    for (;;) {
      const { done, value } = await onBehalfOf(person, () => items.next())
      if (done) return
      yield value
    }
  } finally {
    await items.return()
  }
}

/** The key of the current asker; empty for work that nobody asked for. */
export function currentAsker(): string {
  return asker.getStore() ?? ''
}
