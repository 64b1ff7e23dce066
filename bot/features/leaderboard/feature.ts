/** Points from group quizzes. */
import type { Feature } from '../../core/feature.ts'
import { type LeaderboardDeps, leaderboardCommand } from './command.ts'

/** The `/leaderboard` feature. */
export function leaderboardFeature(deps: LeaderboardDeps): Feature {
  return { commands: [leaderboardCommand(deps)] }
}
