/** For whom a text is read. It follows a request through all its calls, so readers need not be told. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { type PersonId, personKey } from '../../core/keys.ts'

const asker = new AsyncLocalStorage<string>()

/** Counts every text that `work` reads as this person's. */
export function onBehalfOf<Result>(person: PersonId, work: () => Result): Result {
  return asker.run(personKey(person), work)
}

/** The same for a generator: each of its steps would otherwise count as its caller's. */
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
