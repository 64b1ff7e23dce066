/** Racing a loop in every concurrency model. */
import type { Feature } from '../../core/feature.ts'
import { type RaceDeps, raceCommand } from './command.ts'

/** The `/race` feature. */
export function raceFeature(deps: RaceDeps): Feature {
  return { commands: [raceCommand(deps)] }
}
