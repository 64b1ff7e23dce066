/** Why a race has no times, in plain words. */
import { code } from '../../analysis/wording.ts'

/** Why a race has no time or no comparison. Texts for a chart are short. */
export const FAILURES = {
  program: (why: string) =>
    `The program did not run to its end, so there is nothing to race. ${why}.`,
  never: (line: number) =>
    `The loop at line ${line} was not done in this run, so there is nothing to race.`,
  trifle: (line: number, took: string) =>
    `The loop at line ${line} takes ${took}: too little to race, and nothing to gain. Give it more to do, and I can.`,
  single: (line: number) =>
    `The loop at line ${line} made only one call, so there's nothing to overlap.`,
  late: (limit: string) => `not done after ${limit}`,
  cpu: (limit: string) => `not done after ${limit} of computing`,
  ok: 'its time could not be read',
  error: 'it ended with an error',
  timeout: 'it was not done in time',
  served: 'it serves until it is stopped',
  memory: 'it needed more memory than a run may use',
  output: 'it wrote more than a run may write',
  signal: 'a signal ended it',
  noReference: 'The loop as it is was not done in time, so the results could not be compared.',
  opaque: (type: string) =>
    `The results are ${code(type)} objects, which have no equality of their own: whether they are the same could not be checked.`,
  varying:
    'The calls use random numbers, the clock or `hash`, so their results differ from run to run and could not be compared.',
} as const
