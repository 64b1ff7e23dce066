/** Running programs. */
import type { Feature } from '../../core/feature.ts'
import { runCommand } from './command.ts'
import type { ProofDeps } from './completed.ts'
import type { DisputeDeps } from './dispute.ts'

/**
 * The `/run` feature.
 *
 * @example
 * const features: Feature[] = [runFeature({ advisor, limits, store, clock })]
 */
export function runFeature(deps: ProofDeps & DisputeDeps): Feature {
  return { commands: [runCommand(deps)] }
}
