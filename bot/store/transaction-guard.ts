/** Keeps the store from being used inside its own `together`, which would deadlock on SQLite. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { KyselyPlugin } from 'kysely'
import type { Access } from './database.ts'

/** Wraps a database so that `access` rejects every call made from within `inside`. */
export function guarded({ kind, read, write, relaxed }: Access): {
  access: Access
  inside<Result>(work: () => Promise<Result>): Promise<Result>
} {
  const within = new AsyncLocalStorage<true>()

  function refuse(): void {
    if (within.getStore())
      throw new Error('inside `together` use the areas it gives, not the store')
  }

  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      refuse()
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const access: Access = {
    kind,
    read: read.withPlugin(plugin),
    write: async (work) => {
      refuse()
      return write(work)
    },
    relaxed: async (work) => {
      refuse()
      return relaxed(work)
    },
  }
  return { access, inside: (work) => within.run(true, work) }
}
