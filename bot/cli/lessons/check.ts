/** Runs the trials of the lessons in the jail, several concurrently. */
import type { Catalogue, Problem } from '../../../lessons/lessons.ts'
import { overlapping } from '../overlapping.ts'
import { type Bench, type Trial, trialsOf } from './trials.ts'

/** Checks the lessons, `width` trials concurrently, and yields one list of problems per trial, in order. */
export async function* checkLessons(
  catalogue: Catalogue,
  bench: Bench,
  width: number,
  lessons = catalogue.lessons,
): AsyncGenerator<readonly Problem[], void> {
  yield* checkTrials(trialsOf(catalogue, lessons), bench, width)
}

/**
 * Runs the trials, `width` concurrently, and yields one list of problems per trial, in order. A trial that fails is
 * repeated once with no other run at the same time.
 */
export async function* checkTrials(
  trials: readonly Trial[],
  bench: Bench,
  width: number,
): AsyncGenerator<readonly Problem[], void> {
  yield* overlapping(trials, width, (trial) => attempt(trial, bench))
}

async function attempt(trial: Trial, bench: Bench): Promise<readonly Problem[]> {
  const first = await trial.problems(bench, false)
  const found = first.length > 0 ? await trial.problems(bench, true) : []
  return found.map((message) => ({ place: trial.place, message }))
}
