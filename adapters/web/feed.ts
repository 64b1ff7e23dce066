/**
 * The entries of a channel with the latest state of each. A browser says what it has seen and is told what
 * changed since; so a slow or returning one gets the newest revision of each entry, and never the ones between.
 * What one person alone may see costs the others nothing: five hundred can be answered at the same moment.
 */

import { setImmediate } from 'node:timers/promises'

/** `visibleTo`: the one person who may see it, else null. `bytes` counts against the channel's memory. */
export type Entry<View> = Readonly<{
  id: string
  visibleTo: string | null
  bytes: number
  view: View
}>

export type Changes<View> = Readonly<{
  /** Forget everything first: what was seen is of another process, or too long ago. */
  reset: boolean
  entries: readonly View[]
  /** To be forgotten before the entries are taken. */
  removed: readonly string[]
  /** What has been seen after this. */
  mark: string
}>

export type Feed<View> = ReturnType<typeof createFeed<View>>

/** Removals that are remembered; a browser that was away for longer starts afresh. */
const REMEMBERED = 1000

const TOLD_AT_ONCE = 20

/** By id, the least lately changed first; `at` is the place in the channel's sequence of changes. */
type Shelf<View> = Map<string, Readonly<{ at: number; view: View }>>
type Listener = Readonly<{ viewer: string; wake: () => void }>

export function createFeed<View>(epoch: string) {
  let sequence = 0
  let forgotten = 0
  let lastRemoval = 0
  let heldBytes = 0
  let isNews = false
  let isTelling = false
  const kept = new Map<string, Omit<Entry<View>, 'view'>>()
  const everyones: Shelf<View> = new Map()
  const privates = new Map<string, Shelf<View>>()
  const removed = new Map<string, number>()
  const listeners = new Set<Listener>()

  function shelfOf(viewer: string | null): Shelf<View> {
    if (viewer === null) return everyones
    const shelf = privates.get(viewer) ?? new Map()
    privates.set(viewer, shelf)
    return shelf
  }

  function take(id: string): Omit<Entry<View>, 'view'> | undefined {
    const entry = kept.get(id)
    if (!entry) return
    const { visibleTo, bytes } = entry
    const shelf = shelfOf(visibleTo)
    shelf.delete(id)
    if (visibleTo !== null && shelf.size === 0) privates.delete(visibleTo)
    kept.delete(id)
    heldBytes -= bytes
    return entry
  }

  function noteRemoval(id: string): void {
    removed.delete(id)
    removed.set(id, sequence)
    lastRemoval = sequence
    const [oldest] = removed
    if (removed.size <= REMEMBERED || !oldest) return
    removed.delete(oldest[0])
    forgotten = oldest[1]
  }

  function announce(visibleTo: string | null): void {
    if (visibleTo === null) void tellAll()
    else for (const { viewer, wake } of listeners) if (viewer === visibleTo) wake()
  }

  /** A few at a time: whoever has just pressed a button does not wait until all others have the news. */
  async function tellAll(): Promise<void> {
    isNews = true
    if (isTelling) return
    isTelling = true
    while (isNews) {
      isNews = false
      const all = [...listeners]
      for (let from = 0; from < all.length; from += TOLD_AT_ONCE) {
        if (from > 0) await setImmediate()
        for (const { wake } of all.slice(from, from + TOLD_AT_ONCE)) wake()
      }
    }
    isTelling = false
  }

  return {
    /** Adds an entry, or replaces the one of the same id in its place. */
    put({ view, ...entry }: Entry<View>): void {
      const { id, visibleTo, bytes } = entry
      sequence += 1
      const before = take(id)
      const moved = before !== undefined && before.visibleTo !== visibleTo
      if (moved) noteRemoval(id)
      else removed.delete(id)
      kept.set(id, entry)
      shelfOf(visibleTo).set(id, { at: sequence, view })
      heldBytes += bytes
      announce(moved ? null : visibleTo)
    },

    remove(id: string): void {
      const entry = take(id)
      if (!entry) return
      sequence += 1
      noteRemoval(id)
      announce(entry.visibleTo)
    },

    bytes: () => heldBytes,

    /** What `viewer` has not seen; null when there is nothing new. */
    since(mark: string | undefined, viewer: string): Changes<View> | null {
      const [seenEpoch, seenText = ''] = mark?.split(':') ?? []
      const seen = Number(seenText)
      const reset = seenEpoch !== epoch || !(seen >= forgotten && seen <= sequence)
      if (!reset && seen === sequence) return null
      const newer = ({ at }: { at: number }) => reset || at > seen
      const entries = [everyones, privates.get(viewer) ?? new Map()]
        .flatMap((shelf) => [...shelf.values()].filter(newer))
        .map(({ view }) => view)
      const gone = reset || lastRemoval <= seen ? [] : [...removed]
      return {
        reset,
        entries,
        removed: gone.filter(([, at]) => at > seen).map(([id]) => id),
        mark: `${epoch}:${sequence}`,
      }
    },

    /** Calls `wake` after each change that `viewer` is told of, until the returned function is called. */
    onChange(viewer: string, wake: () => void): () => void {
      const listener = { viewer, wake }
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    /** Somebody is looking. */
    watched: () => listeners.size > 0,
  }
}
