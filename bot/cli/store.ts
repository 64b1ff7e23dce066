/** The store for a subcommand that does one thing with it. It may be in use by `overlap serve` meanwhile. */
import type { Config } from '../config.ts'
import { StoreUnavailable } from '../store/database.ts'
import { openStore, type Store } from '../store/store.ts'
import { EXIT, Refusal } from './exit.ts'

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
