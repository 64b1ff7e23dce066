/** What the tutor remembers of a conversation, until the message that asked is edited or deleted. */

import type { Conversations } from '../../../core/conversations.ts'
import type { NamedPerson, PersonId } from '../../../core/keys.ts'
import type { Log } from '../../../core/log.ts'
import type { Request } from '../../../core/request.ts'
import type { Exchange, Remembered, Talk } from '../../../store/exchanges.ts'
import type { Store } from '../../../store/store.ts'

/** The memory as one request may use it. */
export type Remembering = Readonly<{
  /**
   * The last exchanges of a conversation, oldest first. `since`: epoch ms.
   *
   * @throws {StoreUnavailableError} The store is unavailable.
   */
  recent(
    person: PersonId,
    place: Talk,
    most: Readonly<{ since: number; limit: number }>,
  ): Promise<readonly Remembered[]>
  /**
   * False if the question was edited or deleted meanwhile; nothing is stored then.
   *
   * @throws {StoreUnavailableError} The store is unavailable.
   */
  keep(person: NamedPerson, exchange: Omit<Exchange, 'source'>, at: number): Promise<boolean>
}>

export type Memory = Conversations &
  Readonly<{
    /** The memory for a request that is in progress. For any other request, edits and deletions meanwhile go unnoticed. */
    of(request: Pick<Request, 'id' | 'source'>): Remembering
  }>

/** A request in progress. */
type Open = { id: string; isForgotten: boolean; keeping: Promise<void> }

type Parts = Readonly<{ store: Pick<Store, 'exchanges'>; log: Log }>

/** Creates the memory of conversations: what is forgotten while a request is running isn't stored when the request ends. */
export function createMemory({ store: { exchanges }, log }: Parts): Memory {
  const open = new Map<string, Set<Open>>()
  /** Messages whose exchanges the store couldn't delete yet. */
  const due = new Set<string>()

  function begin({ id, source }: Pick<Request, 'id' | 'source'>): () => void {
    if (source === undefined) return () => {}
    const mine: Open = { id, isForgotten: false, keeping: Promise.resolve() }
    const others = open.get(source) ?? new Set()
    open.set(source, others.add(mine))
    return () => {
      others.delete(mine)
      if (others.size === 0) open.delete(source)
    }
  }

  function of({ id, source }: Pick<Request, 'id' | 'source'>): Remembering {
    const begun = [...(open.get(source ?? '') ?? [])].findLast((each) => each.id === id)
    const mine = begun ?? { isForgotten: false, keeping: Promise.resolve() }
    return {
      async recent(...asked) {
        await settle()
        return due.size > 0 ? [] : exchanges.recent(...asked)
      },

      async keep(person, exchange, at) {
        if (mine.isForgotten) return false
        mine.keeping = exchanges.add(person, { ...exchange, source: source ?? null }, at)
        await mine.keeping
        return true
      },
    }
  }

  /** If the store is unavailable, the deletion is retried on the next access. */
  async function forget(source: string): Promise<void> {
    const held = [...(open.get(source) ?? [])]
    for (const each of held) each.isForgotten = true
    await Promise.allSettled(held.map(({ keeping }) => keeping))
    due.add(source)
    await settle()
  }

  async function settle(): Promise<void> {
    for (const source of due) {
      try {
        await exchanges.forgetSource(source)
        due.delete(source)
      } catch (err) {
        log.warn({ err }, 'a question is forgotten later')
        return
      }
    }
  }

  return { begin, of, forget }
}
