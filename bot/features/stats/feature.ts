/** How much the tutor is used in a workspace. */
import type { Feature } from '../../core/feature.ts'
import { type StatsDeps, statsCommand } from './command.ts'
import { type CountDeps, keepCounts } from './counts.ts'

/** The `/stats` feature: counts events in memory and writes them to the store every few seconds. */
export function statsFeature(deps: StatsDeps & CountDeps): Feature {
  const counts = keepCounts(deps)
  return {
    commands: [statsCommand(deps)],
    background: { once: false, start: () => {}, settle: counts.settle },
    desk: [
      { place: 1, name: 'stats', title: 'Figures', command: 'stats', options: {}, follows: false },
    ],
  }
}
