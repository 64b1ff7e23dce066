/** The commands as declared, for menus and manifests only. */
import { loadLessons } from '../../lessons/lessons.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import type { Commands } from '../core/command.ts'
import { createEvents } from '../core/events.ts'
import { createPlatforms } from '../core/platform.ts'
import { createMemory } from '../features/ask/model/memory.ts'
import { knowledgeOnce } from '../features/ask/search/knowledge.ts'
import { createSettings } from '../features/settings/settings.ts'
import { allFeatures, commandsOf } from '../main.ts'
import { openSqlite } from '../store/sqlite.ts'
import { storeOn } from '../store/store.ts'

/** Builds all commands for reading their declarations; none can answer, since the store behind them is closed. */
export async function declaredCommands(): Promise<Commands> {
  const [catalogue, store] = await Promise.all([loadLessons(), storeOn(openSqlite(':memory:'))])
  const log = { info() {}, warn() {}, error() {} }
  const clock = () => 0
  const nothingIsRun = () => Promise.reject(new Error('nothing is run here'))
  const features = allFeatures({
    advisor: { advise: nothingIsRun, propose: nothingIsRun },
    alarm: () => () => {},
    catalogue,
    clock,
    events: createEvents(),
    knowledge: knowledgeOnce(catalogue),
    limits: LIMITS,
    log,
    memory: createMemory({ store, log }),
    platforms: createPlatforms(),
    random: () => 0,
    settings: createSettings(store, clock),
    store,
    words: null,
  })
  await store.close()
  return commandsOf(features)
}
