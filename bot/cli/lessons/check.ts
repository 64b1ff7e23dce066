/** Runs the trials of the lessons in the jail, several at once. */
import type { Catalogue, Problem } from '../../../lessons/lessons.ts'
import { overlapping } from '../overlapping.ts'
import { type Bench, type Trial, trialsOf } from './trials.ts'

/** Gives one list of problems a trial, in order. Whatever fails among others is tried once more alone. */
export async function* checkLessons(
  catalogue: Catalogue,
  bench: Bench,
  width: number,
  lessons = catalogue.lessons,
): AsyncGenerator<readonly Problem[], void> {
  yield* checkTrials(trialsOf(catalogue, lessons), bench, width)
}

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
