/** Whose text is next when a thread is free: that of the asker with the least recent use. */
import { LRUCache } from 'lru-cache'
import { WORKERS } from './limits.ts'

export type Turns = Readonly<{
  /** Does the work when it is its turn. `weight`: characters; of two askers alike, the shorter text is first. */
  take<Result>(asker: string, weight: number, work: () => Promise<Result>): Promise<Result>
  /** Texts of an asker, or of all, that are being read or wait. */
  underWay(asker?: string): number
}>

type Waiting = Readonly<{ asker: string; weight: number; begin: () => void }>

export function createTurns(threads: number, usage: Usage): Turns {
  const waiting: Waiting[] = []
  const counts = new Map<string, number>()
  let [free, all] = [threads, 0]

  function count(asker: string, change: number): void {
    const now = (counts.get(asker) ?? 0) + change
    all += change
    if (now > 0) counts.set(asker, now)
    else counts.delete(asker)
  }

  async function turn(asker: string, weight: number): Promise<void> {
    if (free > 0) free -= 1
    else await new Promise<void>((begin) => waiting.push({ asker, weight, begin }))
  }

  function next(): void {
    const [first] = waiting.toSorted(
      (a, b) => usage.level(a.asker) - usage.level(b.asker) || a.weight - b.weight,
    )
    if (!first) free += 1
    else {
      waiting.splice(waiting.indexOf(first), 1)
      first.begin()
    }
  }

  return {
    async take(asker, weight, work) {
      count(asker, 1)
      await turn(asker, weight)
      const began = performance.now()
      try {
        return await work()
      } finally {
        usage.add(asker, performance.now() - began)
        count(asker, -1)
        next()
      }
    },
    underWay: (asker) => (asker === undefined ? all : (counts.get(asker) ?? 0)),
  }
}

/** How long each asker kept threads busy recently: it halves every `WORKERS.usageHalfMs`. */
export type Usage = ReturnType<typeof createUsage>

export function createUsage() {
  const used = new LRUCache<string, Readonly<{ ms: number; at: number }>>({
    max: WORKERS.usageKept,
  })

  /** Milliseconds. */
  function recent(asker: string): number {
    const { ms, at } = used.get(asker) ?? { ms: 0, at: 0 }
    return ms * 0.5 ** ((performance.now() - at) / WORKERS.usageHalfMs)
  }

  function add(asker: string, ms: number): void {
    used.set(asker, { ms: recent(asker) + ms, at: performance.now() })
  }

  return {
    add,
    /** Whether this asker has used so much recently that no further long text is read for now. */
    isSpent: (asker: string): boolean => recent(asker) > WORKERS.spentMs,
    level: (asker: string): number => Math.floor(recent(asker) / WORKERS.alikeMs),
  }
}
