/** Opens the store for a subcommand; `overlap serve` may be using it at the same time. */
import type { Config } from '../config.ts'
import { StoreUnavailable } from '../store/database.ts'
import { openStore, type Store } from '../store/store.ts'
import { EXIT, Refusal } from './exit.ts'

/**
 * Opens the store, does the work and closes it.
 *
 * @throws {Refusal} when the store can't be opened.
 */
export async function withStore<Result>(
  config: Config,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(config, () => {}).catch((error: unknown) => {
    if (error instanceof StoreUnavailable) throw new Refusal(EXIT.config, error.message)
    throw error
  })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
