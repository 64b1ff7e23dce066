/** Questions that are asked again before they are forgotten. */
import type { Feature } from '../../core/feature.ts'
import { type ReviewDeps, reviewCommand } from './command.ts'

/** The `/review` feature, also shown on Slack's Home tab. */
export function reviewFeature(deps: ReviewDeps): Feature {
  return { commands: [reviewCommand(deps)], home: { command: 'review', place: 2 } }
}
