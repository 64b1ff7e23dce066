/** A tutor with the commands that a test is about, and plain parts where it doesn't care. */

import type { Advisor } from '../bot/analysis/advisor.ts'
import { alarmBy } from '../bot/core/clock.ts'
import { type Command, type Commands, commandRegistry } from '../bot/core/command.ts'
import { createEvents } from '../bot/core/events.ts'
import type { Log } from '../bot/core/log.ts'
import { createPlatforms } from '../bot/core/platform.ts'
import type { Rates } from '../bot/core/rates.ts'
import { createTutor, type Tutor } from '../bot/core/tutor.ts'
import { createMemory } from '../bot/features/ask/model/memory.ts'
import { createSettings, policiesOf } from '../bot/features/settings/settings.ts'
import type { FeatureParts } from '../bot/main.ts'
import { reader } from '../bot/reading/reader.ts'
import type { Store } from '../bot/store/store.ts'
import { LIMITS } from '../sandbox/limits.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { FREE } from './core/rates.ts'
import { sandboxThat } from './core/results.ts'
import { luckByHand } from './luck.ts'

/** All that commands may be made with. */
export type TestParts = FeatureParts & Readonly<{ commands: () => Commands }>

export type Given = Partial<Omit<FeatureParts, 'store' | 'log' | 'memory' | 'advisor'>> &
  Readonly<{
    store: Store
    log: Log
    sandbox?: Sandbox
    rates?: Rates
    /** Without `propose`, no change is tried. */
    advisor?: Pick<Advisor, 'advise'> & Partial<Advisor>
  }>

/** `commands` makes them; the sandbox and the advisor refuse where none is given. */
export function tutorWith(given: Given, commands: (parts: TestParts) => readonly Command[]): Tutor {
  const { sandbox = sandboxThat(() => Promise.reject()), rates = FREE, ...more } = given
  const clock = given.clock ?? Date.now
  const made = {
    alarm: alarmBy(clock),
    catalogue: { lessons: [] },
    clock,
    events: createEvents(),
    knowledge: () => Promise.reject(new Error('nothing is known')),
    limits: LIMITS,
    platforms: createPlatforms(),
    random: luckByHand(),
    settings: createSettings(given.store, clock),
    words: null,
    ...more,
    advisor: {
      advise: () => Promise.reject(new Error('nobody is asked')),
      propose: async () => ({ reason: 'Nothing is tried here.' }),
      ...given.advisor,
    },
    memory: createMemory(given),
  }
  const parts: TestParts = { ...made, commands: () => registry }
  const registry = commandRegistry(commands(parts))
  return createTutor({
    commands: registry,
    reader,
    sandbox,
    policies: policiesOf(parts.settings),
    conversations: parts.memory,
    events: parts.events,
    rates,
    log: given.log,
    clock,
    random: parts.random,
  })
}
