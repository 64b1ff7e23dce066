/** Finds the loop to race, and rewrites it, on a worker thread. */

import type { RacedLoop, Refusal } from '../../analysis/proof/rewrite/candidate.ts'
import { offThread } from '../../lib/workers/workers.ts'

const call = offThread<typeof import('./race.task.ts')>(new URL('./race.task.ts', import.meta.url))

/**
 * The loop worth racing, the reason why there is none, or null.
 *
 * @throws {TooComplexError} It takes too long to find.
 */
export const findLoop = (code: string) => call('find', code)

/**
 * The program rewritten for each model, or the reason why it can't be.
 *
 * @throws {TooComplexError} It takes too long.
 */
export const rewrites = (code: string, sizes: Readonly<{ items: number | null; cores: number }>) =>
  call('rewrite', code, sizes)

/** Whether `findLoop` found a loop to race, rather than a reason against it or nothing. */
export const isLoop = (found: RacedLoop | Refusal | null): found is RacedLoop =>
  found !== null && 'timed' in found
