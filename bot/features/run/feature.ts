/** Running programs. */
import type { Feature } from '../../core/feature.ts'
import { runCommand } from './command.ts'
import type { RunDeps } from './run-program.ts'

export function runFeature(deps: RunDeps): Feature {
  return { commands: [runCommand(deps)] }
}
