/** Tips: one on request, and scheduled ones in a channel. */
import type { Feature } from '../../core/feature.ts'
import { tipsCommand } from './command.ts'
import { TipRunner, type TipRunnerDeps } from './schedule/runner.ts'
import { tipCommand } from './tip-command.ts'

/** The `/tip` and `/tips` features, with the background task that posts scheduled tips. */
export function tipsFeature(deps: TipRunnerDeps): Feature {
  const runner = new TipRunner(deps)
  return {
    commands: [tipCommand(deps), tipsCommand(deps)],
    background: { once: true, start: () => runner.start(), close: () => runner.close() },
    home: { command: 'tips', place: 4 },
    desk: [
      {
        place: 3,
        name: 'tips',
        title: 'Daily tips',
        command: 'tips',
        options: {},
        follows: false,
      },
    ],
  }
}
