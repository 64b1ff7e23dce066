/** For whom a text is read: known to all that a request calls, so that no reader has to be told. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { type PersonId, personKey } from '../store/keys.ts'

const asker = new AsyncLocalStorage<string>()

/** Counts the texts that `work` reads, now or later, as this person's. */
export function onBehalfOf<Result>(person: PersonId, work: () => Result): Result {
  return asker.run(personKey(person), work)
}

/** Likewise, for each step of a generator, which is otherwise run for whoever takes the step. */
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

/** Empty for what nobody asked for. */
export function currentAsker(): string {
  return asker.getStore() ?? ''
}
