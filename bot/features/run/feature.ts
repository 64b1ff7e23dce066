/** Running programs. */
import type { Feature } from '../../core/feature.ts'
import { runCommand } from './command.ts'
import type { ProofDeps } from './completed.ts'

export function runFeature(deps: ProofDeps): Feature {
  return { commands: [runCommand(deps)] }
}
