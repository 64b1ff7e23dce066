/** The processes that answer a class: killed without a word, and started again on what they left. */
import { randomInt } from 'node:crypto'
import { folders, type Real, startReal } from '../real.ts'
import type { Room } from './room.ts'

/** Several are on one PostgreSQL, each with folders of its own; one has an SQLite. */
export async function startProcesses(room: Room, count: number, databaseUrl: string | null) {
  const { CLASS_SPEED, CLASS_SINCE, CLASS_LOG = 'error' } = process.env
  const environment = {
    ...room.environment,
    NODE_OPTIONS: `--import=${import.meta.dirname}/faster.ts`,
    CLASS_SPEED,
    CLASS_SINCE,
    OVERLAP_LOG_LEVEL: CLASS_LOG,
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  }
  const homes = await Promise.all(Array.from({ length: count }, folders))
  const running = new Map<number, Real>()
  const urls = () => [...running.values()].map(({ url }) => url)

  async function start(index: number): Promise<void> {
    const home = homes[index]
    if (!home) throw new Error('no home')
    const real = await startReal(home, environment)
    await room.started([...urls(), real.url])
    running.set(index, real)
  }

  for (const index of homes.keys()) await start(index)
  return {
    isUp: () => running.size > 0,
    /** One of them. Resolves once it is up again. */
    async kill(): Promise<void> {
      const index = randomInt(count)
      const real = running.get(index)
      running.delete(index)
      await room.stopped(urls())
      await real?.end('SIGKILL')
      await start(index)
    },
    async end(): Promise<void> {
      await Promise.all([...running.values()].map((each) => each.end('SIGTERM')))
      await Promise.all(homes.map((home) => home.remove()))
    },
  }
}
