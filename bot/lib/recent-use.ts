/** How much of something each asker used recently: it halves with time, so that it is soon forgiven. */
import { LRUCache } from 'lru-cache'

type Options = Readonly<{
  /** After this time, what was used counts half as much. */
  halfMs: number
  /** Askers that are remembered. */
  kept: number
}>

export class RecentUse {
  readonly #halfMs: number
  readonly #used: LRUCache<string, Readonly<{ ms: number; at: number }>>

  constructor({ halfMs, kept }: Options) {
    this.#halfMs = halfMs
    this.#used = new LRUCache({ max: kept })
  }

  /** Adds the use of `ms` that ended at `now`, ms on any steady clock. */
  add(asker: string, ms: number, now: number): void {
    this.#used.set(asker, { ms: this.of(asker, now) + ms, at: now })
  }

  /** Milliseconds. */
  of(asker: string, now: number): number {
    const { ms, at } = this.#used.get(asker) ?? { ms: 0, at: now }
    return ms * 0.5 ** ((now - at) / this.#halfMs)
  }
}
