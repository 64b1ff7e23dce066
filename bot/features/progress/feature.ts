/** A person's progress. */
import type { Feature } from '../../core/feature.ts'
import { type ProgressDeps, progressCommand } from './command.ts'

/** The `/progress` feature, also shown on Slack's Home tab. */
export function progressFeature(deps: ProgressDeps): Feature {
  return { commands: [progressCommand(deps)], home: { command: 'progress', place: 1 } }
}
