/** The page as people meet it: the real jail, the real advisor and the real server on a free port. */

import { startWeb } from '../../adapters/web/connect.ts'
import { createAdvisor } from '../../bot/analysis/advisor.ts'
import { helpCommand } from '../../bot/features/help/command.ts'
import { runCommand } from '../../bot/features/run/command.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import { memoryStore } from '../store/memory.ts'
import { tutorWith } from '../tutor.ts'
import { NO_PROXY, OPEN } from './access.ts'

export async function openSite() {
  const errors: unknown[] = []
  const log = { info() {}, warn() {}, error: (fields: unknown) => void errors.push(fields) }
  const [sandbox, advisor] = await Promise.all([
    startSandbox({ python: null, ociRuntime: null, stateDir: null, limits: LIMITS }),
    createAdvisor(),
  ])
  const store = await memoryStore()
  const tutor = tutorWith({ sandbox, advisor, store, log }, (parts) => [
    runCommand(parts),
    helpCommand(parts),
  ])
  const web = await startWeb({
    tutor,
    store,
    access: OPEN,
    proxy: NO_PROXY,
    host: '127.0.0.1',
    port: 0,
    log,
    clock: Date.now,
  })
  return {
    url: web.url,
    /** What was logged as a bug: nothing, if all is well. */
    errors,
    async close(): Promise<void> {
      await web.close()
      await Promise.all([sandbox.close(0), advisor.close()])
    },
  }
}
