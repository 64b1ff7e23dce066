/** Finds a program's loop and rewrites it, on a worker thread. */
import type { RacedLoop, Refusal } from '../../analysis/proof/rewrite/candidate.ts'
import { findRace, isCandidate } from '../../analysis/proof/rewrite/find.ts'
import { MODELS, type Overlapping, type Sizes } from '../../analysis/proof/rewrite/models.ts'
import { type Rewritten, rewritten, timedAsItIs } from '../../analysis/proof/rewrite/rewrite.ts'

/** Finds the loop worth racing, in a form that can be sent between threads; a reason or null if there is none. */
export function find(code: string): RacedLoop | Refusal | null {
  const found = findRace(code)
  if (!isCandidate(found)) return found
  const { line, callee, notes, varying, awaited, call } = found
  return {
    timed: timedAsItIs(found),
    line,
    callee: { text: callee.text },
    notes,
    varying,
    awaited,
    call: { func: { async: call.func.async } },
  }
}

/**
 * Rewrites the program's loop for each model other than sequential.
 *
 * @throws {Error} The program has no loop to race, which `find` should have said before.
 */
export function rewrite(code: string, sizes: Sizes): Rewrites {
  const found = findRace(code)
  if (!isCandidate(found)) throw new Error('a loop that was found is found no longer')
  const models = MODELS.filter((model) => model !== 'sequential')
  return Object.fromEntries(
    models.map((model) => [model, rewritten(found, model, sizes)]),
  ) as Rewrites
}

type Rewrites = Readonly<Record<Overlapping, Rewritten>>
