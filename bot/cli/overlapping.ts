/**
 * Works on up to `width` items concurrently and yields the results in the order of the items, each as soon as
 * possible.
 *
 * @throws what `work` throws, when it is that item's turn.
 */
export async function* overlapping<Item, Outcome>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Outcome>,
): AsyncGenerator<Outcome, void> {
  const outcomes = items.map(() => Promise.withResolvers<Outcome>())
  const queue = items.entries()
  const worker = async () => {
    // All workers share one iterator, so each item is taken once.
    for (const [index, item] of queue) {
      await work(item).then(outcomes[index]?.resolve, outcomes[index]?.reject)
    }
  }
  // A rejection is reported in its turn, not before.
  for (const { promise } of outcomes) promise.catch(() => {})
  for (let started = 0; started < Math.min(width, items.length); started++) worker()
  for (const { promise } of outcomes) yield await promise
}
