/** Interactions of Discord, a hundred a second, while programs run: how long until each has its first answer. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { handOf } from '../standins/discord/member.ts'
import {
  type Interaction,
  type Standin,
  startStandin,
  textsOf,
} from '../standins/discord/standin.ts'
import { allOf, atMost, present, quantile, type Row, timesRow } from './figures.ts'

const CHECKOUT = `${import.meta.dirname}/../..`
const LOAD = { perSecond: 100, runsPerSecond: 2, seconds: 30, people: 50 } as const
/** For what is still being answered when the last one was sent. */
const REST_MS = 60_000
/** Of the first answer, p99. */
const BAR_MS = 50

const programOf = (word: string) =>
  `import asyncio\nasync def main():\n    await asyncio.sleep(0.1)\n    print("${word}")\nasyncio.run(main())`

/** `word`: in the last state of its answer. */
type Asked = Readonly<{ interaction: Interaction; word: string }>

export async function benchDiscord(): Promise<Row> {
  const dataDir = await mkdtemp(join(tmpdir(), 'overlap-bench-'))
  const standin = await startStandin()
  const child = spawn(process.execPath, [`${CHECKOUT}/bot/cli.ts`, 'serve'], {
    env: {
      ...process.env,
      DISCORD_TOKEN: standin.token,
      DISCORD_API_URL: standin.apiUrl,
      OVERLAP_WEB_PORT: '0',
      OVERLAP_DATA_DIR: dataDir,
      OVERLAP_RUNS_PER_PERSON: '10000',
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
    await answered(standin, asked)
    return report(standin, asked)
  } finally {
    child.kill()
    await gone
    await standin.close()
    await rm(dataDir, { recursive: true })
  }
}

async function load(standin: Standin): Promise<Asked[]> {
  const { world } = standin
  const people = Array.from({ length: LOAD.people }, (_, n) =>
    handOf(standin, world.join(`Ada ${n}`)),
  )
  const asked: Asked[] = []
  const began = performance.now()
  for (let n = 0; n < LOAD.perSecond * LOAD.seconds; n++) {
    await delay(Math.max(0, began + (n * 1000) / LOAD.perSecond - performance.now()))
    // Another one each round, so that the runs are not all of one person.
    const hand = people[(n + Math.floor(n / people.length)) % people.length]
    const isRun = n % (LOAD.perSecond / LOAD.runsPerSecond) === 0
    const word = `word${n}.`
    const interaction = isRun
      ? hand?.slash(world.general.id, 'run', { code: programOf(word) })
      : hand?.slash(world.general.id, 'help', { command: word })
    if (interaction) asked.push({ interaction, word })
  }
  return asked
}

async function answered(standin: Standin, asked: readonly Asked[]): Promise<void> {
  const until = performance.now() + REST_MS
  const isLast = isLastIn(standin)
  while (!asked.every(isLast) && performance.now() < until) await delay(100)
}

/** The answer is there in its last state: not only that it will come. */
function isLastIn({ world }: Standin) {
  return ({ interaction: { original, followed }, word }: Asked): boolean =>
    [original, ...followed].some((id) => {
      const message = id === null ? undefined : world.messages.get(id)
      const text = message ? textsOf(message.components).join('\n') : ''
      return message?.isLoading === false && text.includes(word) && !/^Running/.test(text)
    })
}

function report(standin: Standin, asked: readonly Asked[]): Row {
  const all = asked.map(({ interaction }) => interaction)
  const times = all.flatMap(({ answeredMs }) => (answeredMs === null ? [] : [answeredMs]))
  const twice = standin.refusals.filter((each) => each.includes('40060')).length
  const p99Ms = quantile(times, 0.99)
  const lost = asked.length - times.length
  // An announcement for the asker alone goes when the answer is for everybody.
  const standing = ({ original, followed }: Interaction) =>
    [original, ...followed].filter((id) => id !== null && standin.world.messages.has(id)).length
  const doubled = twice + all.filter((each) => standing(each) > 1).length
  const isLast = isLastIn(standin)
  const unfinished = asked.filter((each) => !isLast(each)).length - lost
  const bar = allOf(
    atMost(p99Ms, BAR_MS, 'ms', 'p99 '),
    atMost(lost + doubled + unfinished, 0, 'lost, doubled, unfinished'),
  )
  return timesRow(`Discord: ${asked.length} interactions, ${LOAD.perSecond}/s`, times, bar, {
    beside: `p99 ${p99Ms.toFixed(0)} ms; ${lost} lost, ${doubled} doubled, ${unfinished} unfinished`,
  })
}

if (import.meta.main) present([await benchDiscord()])
