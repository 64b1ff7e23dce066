/** Interactions of Discord, a hundred a second, while programs run: how long until each has its first answer. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { handOf } from '../standins/discord/member.ts'
import { type Interaction, startStandin } from '../standins/discord/standin.ts'

const CHECKOUT = `${import.meta.dirname}/../..`
const LOAD = { perSecond: 100, runsPerSecond: 2, seconds: 30, people: 50 } as const
const SETTLE_MS = 5000

const PROGRAM =
  'import asyncio\nasync def main():\n    await asyncio.sleep(0.1)\n    print("done")\nasyncio.run(main())'

/** `lost`: never answered, or too late; `doubled`: answered more than once. */
export type Acks = Readonly<{
  sent: number
  p50Ms: number
  p99Ms: number
  lost: number
  doubled: number
}>

export async function benchDiscord(): Promise<Acks> {
  const dataDir = await mkdtemp(join(tmpdir(), 'overlap-bench-'))
  const standin = await startStandin()
  const child = spawn(process.execPath, [`${CHECKOUT}/bot/cli.ts`, 'serve'], {
    env: {
      ...process.env,
      DISCORD_TOKEN: standin.token,
      DISCORD_API_URL: standin.apiUrl,
      OVERLAP_WEB_PORT: '0',
      OVERLAP_DATA_DIR: dataDir,
      OVERLAP_RUNS_PER_CHANNEL: '10000',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  try {
    while (standin.registry.length === 0) {
      await Promise.race([
        standin.world.change(),
        gone.then(() => Promise.reject(new Error('it ended'))),
      ])
    }
    const asked = await load(standin)
    await delay(SETTLE_MS)
    return figures(asked, standin.refusals)
  } finally {
    child.kill()
    await gone
    await standin.close()
    await rm(dataDir, { recursive: true })
  }
}

async function load(standin: Awaited<ReturnType<typeof startStandin>>): Promise<Interaction[]> {
  const { world } = standin
  const people = Array.from({ length: LOAD.people }, (_, n) =>
    handOf(standin, world.join(`Ada ${n}`)),
  )
  const asked: Interaction[] = []
  const began = performance.now()
  for (let n = 0; n < LOAD.perSecond * LOAD.seconds; n++) {
    await delay(Math.max(0, began + (n * 1000) / LOAD.perSecond - performance.now()))
    const hand = people[n % people.length]
    const isRun = n % (LOAD.perSecond / LOAD.runsPerSecond) === 0
    const given = isRun
      ? hand?.slash(world.general.id, 'run', { code: PROGRAM })
      : hand?.slash(world.general.id, 'help', {})
    if (given) asked.push(given)
  }
  return asked
}

function figures(asked: readonly Interaction[], refusals: readonly string[]): Acks {
  const times = asked.flatMap(({ answeredMs }) => (answeredMs === null ? [] : [answeredMs]))
  times.sort((a, b) => a - b)
  const at = (part: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0
  const twice = refusals.filter((each) => each.includes('40060')).length
  return {
    sent: asked.length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    lost: asked.length - times.length,
    doubled: twice + asked.filter(({ followed }) => followed.length > 0).length,
  }
}
