/** Settings of a workspace. */
import type { Feature } from '../../core/feature.ts'
import { type SettingsDeps, settingsCommand } from './command.ts'

/** The `/settings` feature, with its panels on the admin desk. */
export function settingsFeature(deps: SettingsDeps): Feature {
  const panel = { command: 'settings', follows: false }
  return {
    commands: [settingsCommand(deps)],
    home: { command: 'settings', place: 3 },
    desk: [
      { ...panel, place: 2, name: 'settings', title: 'Settings', options: {} },
      {
        ...panel,
        place: 5,
        name: 'changes',
        title: 'Changes',
        options: { setting: 'changes' },
        follows: true,
      },
    ],
  }
}
