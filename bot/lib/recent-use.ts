/** Recent use by asker, which decays exponentially. */
import { LRUCache } from 'lru-cache'

type Options = Readonly<{
  /** Half-life, ms. */
  halfMs: number
  /** Askers to remember. */
  kept: number
}>

/** Tracks recent use for each asker, in ms, with exponential decay. Forgets the askers used least recently. */
export class RecentUse {
  readonly #halfMs: number
  readonly #used: LRUCache<string, Readonly<{ ms: number; at: number }>>

  constructor({ halfMs, kept }: Options) {
    this.#halfMs = halfMs
    this.#used = new LRUCache({ max: kept })
  }

  /** Adds `ms` of use that ended at `now` (ms of a monotonic clock). */
  add(asker: string, ms: number, now: number): void {
    this.#used.set(asker, { ms: this.of(asker, now) + ms, at: now })
  }

  /** The asker's recent use at `now`, ms. */
  of(asker: string, now: number): number {
    const { ms, at } = this.#used.get(asker) ?? { ms: 0, at: now }
    return ms * 0.5 ** ((now - at) / this.#halfMs)
  }
}
