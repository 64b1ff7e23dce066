/** Running programs. */
import type { Feature } from '../../core/feature.ts'
import { runCommand } from './command.ts'
import type { DisputeDeps } from './dispute.ts'
import type { RunDeps } from './run-program.ts'

export function runFeature(deps: RunDeps & DisputeDeps): Feature {
  return { commands: [runCommand(deps)] }
}
