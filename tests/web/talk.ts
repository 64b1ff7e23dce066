/** The page with a real tutor and a real store, and no jail: for what runs no code. */
import { startWeb, type WebPage } from '../../adapters/web/server.ts'
import { type Command, commandRegistry } from '../../bot/command.ts'
import { createPlatforms } from '../../bot/platform.ts'
import { createTutor } from '../../bot/tutor.ts'
import { FREE } from '../core/rates.ts'
import { sandboxThat } from '../core/results.ts'
import { memoryStore } from '../store/memory.ts'

export async function openTalk(commands: readonly Command[]) {
  const errors: unknown[] = []
  const log = { info() {}, warn() {}, error: (fields: unknown) => void errors.push(fields) }
  const platforms = createPlatforms()
  const store = await memoryStore()
  const tutor = createTutor({
    sandbox: sandboxThat(() => Promise.reject()),
    advisor: { advise: () => Promise.reject() },
    commands: commandRegistry(commands),
    store,
    platforms,
    rates: FREE,
    log,
    clock: Date.now,
    random: Math.random,
  })
  const page: WebPage = await startWeb({
    tutor,
    host: '127.0.0.1',
    port: 0,
    log,
    clock: Date.now,
  })
  platforms.add(page)
  return {
    url: page.url,
    page,
    platforms,
    store,
    /** What was logged as a bug: nothing, if all is well. */
    errors,
    async close(): Promise<void> {
      await page.close()
      await store.close()
    },
  }
}
