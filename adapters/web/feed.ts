/**
 * The entries of a channel, each in its latest state. A browser says what it has seen and gets what changed since, so
 * a slow or returning browser gets the newest revision of each entry and none in between. Private entries cost other
 * viewers nothing: five hundred people can be answered at the same moment.
 */

import { setImmediate } from 'node:timers/promises'

/** `visibleTo`: the only person who may see it, or null. `bytes` counts toward the channel's memory. */
export type Entry<View> = Readonly<{
  id: string
  visibleTo: string | null
  bytes: number
  view: View
}>

export type Changes<View> = Readonly<{
  /** Clear everything first: what was seen belongs to another process or is too old. */
  reset: boolean
  entries: readonly View[]
  /** Ids to remove before adding the entries. */
  removed: readonly string[]
  /** The mark that covers these changes. */
  mark: string
}>

/** Number of removals remembered; a browser that missed more starts over. */
const REMEMBERED = 1000

const TOLD_AT_ONCE = 20

/** By id, least recently changed first; `at` is the position in the channel's sequence of changes. */
type Shelf<View> = Map<string, Readonly<{ at: number; view: View }>>
type Listener = Readonly<{ viewer: string; wake: () => void }>

/** Keeps the latest state of each entry and notifies viewers of changes that concern them. */
export class Feed<View> {
  readonly #epoch: string
  readonly #kept = new Map<string, Omit<Entry<View>, 'view'>>()
  readonly #everyones: Shelf<View> = new Map()
  readonly #privates = new Map<string, Shelf<View>>()
  /** The position in the sequence of changes at which each was removed. */
  readonly #removed = new Map<string, number>()
  readonly #listeners = new Set<Listener>()
  #sequence = 0
  #forgotten = 0
  #lastRemoval = 0
  #heldBytes = 0
  #isNews = false
  #isTelling = false

  /** `epoch` identifies the process: marks from another one are ignored. */
  constructor(epoch: string) {
    this.#epoch = epoch
  }

  /** Adds an entry, or replaces the one with the same id. */
  put({ view, ...entry }: Entry<View>): void {
    const { id, visibleTo, bytes } = entry
    this.#sequence += 1
    const before = this.#take(id)
    const moved = before !== undefined && before.visibleTo !== visibleTo
    if (moved) this.#noteRemoval(id)
    else this.#removed.delete(id)
    this.#kept.set(id, entry)
    this.#shelfOf(visibleTo).set(id, { at: this.#sequence, view })
    this.#heldBytes += bytes
    this.#announce(moved ? null : visibleTo)
  }

  /** Removes an entry; does nothing if there is none with this id. */
  remove(id: string): void {
    const entry = this.#take(id)
    if (!entry) return
    this.#sequence += 1
    this.#noteRemoval(id)
    this.#announce(entry.visibleTo)
  }

  /** Returns the memory that all entries take, in bytes. */
  bytes(): number {
    return this.#heldBytes
  }

  /** Returns what `viewer` hasn't seen; null if there is nothing new. */
  since(mark: string | undefined, viewer: string): Changes<View> | null {
    const [seenEpoch, seenText = ''] = mark?.split(':') ?? []
    const seen = Number(seenText)
    const isKnown = seen >= this.#forgotten && seen <= this.#sequence
    const reset = seenEpoch !== this.#epoch || !isKnown
    if (!reset && seen === this.#sequence) return null
    const newer = ({ at }: { at: number }) => reset || at > seen
    const entries = [this.#everyones, this.#privates.get(viewer) ?? new Map()]
      .flatMap((shelf) => [...shelf.values()].filter(newer))
      .map(({ view }) => view)
    const gone = reset || this.#lastRemoval <= seen ? [] : [...this.#removed]
    return {
      reset,
      entries,
      removed: gone.filter(([, at]) => at > seen).map(([id]) => id),
      mark: `${this.#epoch}:${this.#sequence}`,
    }
  }

  /** Calls `wake` after each change that `viewer` may see, until the returned function is called. */
  onChange(viewer: string, wake: () => void): () => void {
    const listener = { viewer, wake }
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whether anyone is watching. */
  watched(): boolean {
    return this.#listeners.size > 0
  }

  #shelfOf(viewer: string | null): Shelf<View> {
    if (viewer === null) return this.#everyones
    const shelf = this.#privates.get(viewer) ?? new Map()
    this.#privates.set(viewer, shelf)
    return shelf
  }

  #take(id: string): Omit<Entry<View>, 'view'> | undefined {
    const entry = this.#kept.get(id)
    if (!entry) return
    const { visibleTo, bytes } = entry
    const shelf = this.#shelfOf(visibleTo)
    shelf.delete(id)
    if (visibleTo !== null && shelf.size === 0) this.#privates.delete(visibleTo)
    this.#kept.delete(id)
    this.#heldBytes -= bytes
    return entry
  }

  #noteRemoval(id: string): void {
    this.#removed.delete(id)
    this.#removed.set(id, this.#sequence)
    this.#lastRemoval = this.#sequence
    const [oldest] = this.#removed
    if (this.#removed.size <= REMEMBERED || !oldest) return
    this.#removed.delete(oldest[0])
    this.#forgotten = oldest[1]
  }

  #announce(visibleTo: string | null): void {
    if (visibleTo === null) void this.#tellAll()
    else for (const { viewer, wake } of this.#listeners) if (viewer === visibleTo) wake()
  }

  /** Notifies a few viewers at a time, so that the person who just pressed a button doesn't wait for everyone else. */
  async #tellAll(): Promise<void> {
    this.#isNews = true
    if (this.#isTelling) return
    this.#isTelling = true
    while (this.#isNews) {
      this.#isNews = false
      const all = [...this.#listeners]
      for (let from = 0; from < all.length; from += TOLD_AT_ONCE) {
        if (from > 0) await setImmediate()
        for (const { wake } of all.slice(from, from + TOLD_AT_ONCE)) wake()
      }
    }
    this.#isTelling = false
  }
}
