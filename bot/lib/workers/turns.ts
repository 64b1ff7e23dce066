/** Picks the next text for a free thread: that of the asker with the least recent use. */
import type { RecentUse } from '../recent-use.ts'
import { WORKERS } from './limits.ts'

export type Turns = Readonly<{
  /** Does the work when its turn comes. `weight`: characters; between equal askers, the shorter text goes first. */
  take<Result>(asker: string, weight: number, work: () => Promise<Result>): Promise<Result>
  /** The number of texts of an asker, or of all, that are being parsed or waiting. */
  underWay(asker?: string): number
}>

type Waiting = Readonly<{ asker: string; weight: number; begin: () => void }>

/** Creates the queue before `threads` threads. `use`: how long each asker kept threads busy recently. */
export function createTurns(threads: number, use: RecentUse): Turns {
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
    const now = performance.now()
    const level = ({ asker }: Waiting) => Math.floor(use.of(asker, now) / WORKERS.alikeMs)
    const [first] = waiting.toSorted((a, b) => level(a) - level(b) || a.weight - b.weight)
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
        const now = performance.now()
        use.add(asker, now - began, now)
        count(asker, -1)
        next()
      }
    },
    underWay: (asker) => (asker === undefined ? all : (counts.get(asker) ?? 0)),
  }
}
