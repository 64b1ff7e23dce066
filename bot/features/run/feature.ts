/** Running programs. */
import type { Feature } from '../../core/feature.ts'
import { type RunDeps, runCommand } from './command.ts'

export function runFeature(deps: RunDeps): Feature {
  return { commands: [runCommand(deps)] }
}
