/** Questions about concurrent Python. */
import type { Feature } from '../../core/feature.ts'
import type { Log } from '../../core/log.ts'
import { type AskDeps, askCommand } from './command.ts'

/** The `/ask` feature: loads the lessons' search in the background and adds the votes panel to the admin desk. */
export function askFeature(deps: AskDeps & Readonly<{ log: Log }>): Feature {
  const { knowledge, log } = deps
  return {
    commands: [askCommand(deps)],
    background: {
      once: false,
      /** Loaded at the start, so that the first question doesn't wait for it; the start itself isn't delayed. */
      start() {
        knowledge().catch((err: unknown) => log.error({ err }, 'no answers from the lessons'))
      },
    },
    desk: [
      {
        place: 4,
        name: 'votes',
        title: 'Answers marked unhelpful',
        command: 'ask',
        options: { voted: 'down' },
        follows: false,
        later: true,
      },
    ],
  }
}
