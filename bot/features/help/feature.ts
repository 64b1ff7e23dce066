/** What the tutor can do. */
import type { Feature } from '../../core/feature.ts'
import { type HelpDeps, helpCommand } from './command.ts'

/** The `/help` feature. */
export function helpFeature(deps: HelpDeps): Feature {
  return { commands: [helpCommand(deps)] }
}
