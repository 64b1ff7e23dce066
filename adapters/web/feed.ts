/**
 * The entries of a channel with the latest state of each. A browser says what it has seen and is told what
 * changed since; so a slow or returning one gets the newest revision of each entry, and never the ones between.
 */

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
  removed: readonly string[]
  /** What has been seen after this. */
  mark: string
}>

export type Feed<View> = ReturnType<typeof createFeed<View>>

/** Removals that are remembered; a browser that was away for longer starts afresh. */
const REMEMBERED = 1000

export function createFeed<View>(epoch: string) {
  let sequence = 0
  let forgotten = 0
  const entries = new Map<string, Readonly<{ at: number; entry: Entry<View> }>>()
  const removed = new Map<string, number>()
  const listeners = new Set<() => void>()

  function announce(): void {
    for (const listener of listeners) listener()
  }

  return {
    /** Adds an entry, or replaces the one of the same id in its place. */
    put(entry: Entry<View>): void {
      sequence += 1
      entries.set(entry.id, { at: sequence, entry })
      removed.delete(entry.id)
      announce()
    },

    remove(id: string): void {
      if (!entries.delete(id)) return
      sequence += 1
      removed.set(id, sequence)
      const [oldest] = removed
      if (removed.size > REMEMBERED && oldest) {
        removed.delete(oldest[0])
        forgotten = oldest[1]
      }
      announce()
    },

    bytes(): number {
      return [...entries.values()].reduce((sum, { entry }) => sum + entry.bytes, 0)
    },

    /** What `viewer` has not seen; null when there is nothing new. */
    since(mark: string | undefined, viewer: string): Changes<View> | null {
      const [seenEpoch, seenText = ''] = mark?.split(':') ?? []
      const seen = Number(seenText)
      const reset = seenEpoch !== epoch || !(seen >= forgotten && seen <= sequence)
      if (!reset && seen === sequence) return null
      const newer = [...entries.values()].filter(({ at }) => reset || at > seen)
      const may = ({ visibleTo }: Entry<View>) => visibleTo === null || visibleTo === viewer
      const hidden = newer.filter(({ entry }) => !may(entry)).map(({ entry }) => entry.id)
      const gone = [...removed].filter(([, at]) => at > seen).map(([id]) => id)
      return {
        reset,
        entries: newer.filter(({ entry }) => may(entry)).map(({ entry }) => entry.view),
        removed: reset ? [] : [...gone, ...hidden],
        mark: `${epoch}:${sequence}`,
      }
    },

    /** Calls `listener` after each change until the returned function is called. */
    onChange(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
