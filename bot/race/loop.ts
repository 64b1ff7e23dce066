/** The loop that is raced, as those know it who have not read the program themselves. */
import { offThread } from '../workers/workers.ts'
import type { Candidate, Refusal } from './candidate.ts'

export type RacedLoop = Pick<Candidate, 'line' | 'notes' | 'varying' | 'awaited'> &
  Readonly<{
    /** The program as it is, with its loop timed. */
    timed: string
    /** The function as it is written. */
    callee: Readonly<{ text: string }>
    /** Whether the loop stands in an `async def`. */
    call: Readonly<{ func: Readonly<{ async: boolean }> }>
  }>

const call = offThread<typeof import('./race.task.ts')>(new URL('./race.task.ts', import.meta.url))

/** The loop worth a race, why there is none, or null. Rejects with TooTangled where it takes too long to find. */
export const findLoop = (code: string) => call('find', code)

/** The program in each model, or why there is none. Rejects with TooTangled where it takes too long. */
export const rewrites = (code: string, sizes: Readonly<{ items: number | null; cores: number }>) =>
  call('rewrite', code, sizes)

export const isLoop = (found: RacedLoop | Refusal | null): found is RacedLoop =>
  found !== null && 'timed' in found
