/** The whole program as `npm start` has it, with a database and a language model of its own; time and luck are in the test's hand. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Environment, readConfig } from '../../bot/config.ts'
import type { NamedPerson } from '../../bot/core/keys.ts'
import { startOverlap } from '../../bot/main.ts'
import { openStore } from '../../bot/store/store.ts'
import { luckByHand } from '../luck.ts'
import { KEY, modelServer } from '../standins/model.ts'
import { timeByHand } from '../time.ts'
import { ADMIN_TOKEN } from '../web/access.ts'

/** `environment` connects a platform. */
export async function startProgram(environment: Environment = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'overlap-scenarios-'))
  const bugs: unknown[] = []
  const log = { info() {}, warn() {}, error: (fields: unknown) => void bugs.push(fields) }
  const time = timeByHand()
  const model = await modelServer()
  const config = readConfig({
    OPENAI_BASE_URL: model.url,
    OPENAI_API_KEY: KEY,
    OVERLAP_WEB_PORT: '0',
    OVERLAP_WEB_OPEN: 'yes',
    OVERLAP_ADMIN_TOKEN: ADMIN_TOKEN,
    OVERLAP_DATA_DIR: dataDir,
    // All scenarios share a channel, and a minute.
    OVERLAP_RUNS_PER_PERSON: '1000',
    OVERLAP_RUNS_PER_CHANNEL: '1000',
    ...environment,
  })
  const { clock, alarm } = time
  const overlap = await startOverlap(config, { log, clock, alarm, random: luckByHand() })
  if (overlap.noJail !== null) throw new Error(`no jail: ${overlap.noJail}`)
  return {
    url: overlap.url,
    dataDir,
    bugs,
    model,
    advance: time.advance,
    /** As `settings admins` does; but somebody has to be the first. */
    async nameAdmin(person: NamedPerson): Promise<void> {
      const store = await openStore(config, () => {})
      await store.admins.add(person, clock())
      await store.close()
      // What is set is kept for a moment.
      time.advance(60_000)
    },
    async close(): Promise<void> {
      await overlap.close(0)
      await model.close()
      await rm(dataDir, { recursive: true })
    },
  }
}
