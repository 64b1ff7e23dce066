/** What the tutor remembers of a conversation, and forgets with the message that asked. */

import type { Known, PersonId } from '../../../core/keys.ts'
import type { Log } from '../../../core/log.ts'
import type { Request } from '../../../core/request.ts'
import type { Exchange, Remembered, Talk } from '../../../store/exchanges.ts'
import type { Store } from '../../../store/store.ts'

/** As one request may use it. */
export type Memory = Readonly<{
  /** The last exchanges of a conversation since then (epoch ms), the oldest first. Throws `StoreAway`. */
  recent(
    person: PersonId,
    place: Talk,
    most: Readonly<{ since: number; limit: number }>,
  ): Promise<readonly Remembered[]>
  /** False where the question was edited or deleted meanwhile: then nothing is kept. Throws `StoreAway`. */
  keep(person: Known, exchange: Omit<Exchange, 'source'>, at: number): Promise<boolean>
}>

/** A request in progress. */
type Open = { isForgotten: boolean; keeping: Promise<void> }

type Parts = Readonly<{ store: Pick<Store, 'exchanges'>; log: Log }>

export function createMemory({ store: { exchanges }, log }: Parts) {
  const open = new Map<string, Set<Open>>()
  /** Sources that the store could not forget yet. */
  const due = new Set<string>()

  /** `end` is called when the request has been dealt with. */
  function of({ source }: Pick<Request, 'source'>): Memory & Readonly<{ end(): void }> {
    const mine: Open = { isForgotten: false, keeping: Promise.resolve() }
    const others = open.get(source ?? '') ?? new Set()
    if (source !== undefined) open.set(source, others.add(mine))
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

      end() {
        others.delete(mine)
        if (source !== undefined && others.size === 0) open.delete(source)
      },
    }
  }

  /** What requests with this source have left or are about to leave. Never throws: what the store cannot do now is done later. */
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

  return { of, forget }
}
