/** Comparing programs. */
import type { Feature } from '../../core/feature.ts'
import { type CompareDeps, compareCommand } from './command.ts'

/** The `/compare` feature. */
export function compareFeature(deps: CompareDeps): Feature {
  return { commands: [compareCommand(deps)] }
}
