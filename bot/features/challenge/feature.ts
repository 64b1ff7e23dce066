/** Tasks to solve, marked in the sandbox. */
import type { Feature } from '../../core/feature.ts'
import { type ChallengeDeps, challengeCommand } from './command.ts'

/** The `/challenge` feature. */
export function challengeFeature(deps: ChallengeDeps): Feature {
  return { commands: [challengeCommand(deps)] }
}
