/** `node tests/bench/soak.ts [RUNS]`: all sorts of runs, four at a time, and whether the program grows by them. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Asker, asker } from './asker.ts'
import { judge } from './figures.ts'
import { fetchFrom } from './from.ts'
import { folders, startReal } from './real.ts'

const AT_A_TIME = 4
const PATIENCE_MS = 60_000
/** Of one person, so that nobody writes more than a page lets them. */
const RUNS_EACH = 25
const GROWTH = 1.05
const SAMPLES = 200
/** The sum of a minute's runs is what is tried, not the limits on it. */
const FREE = { OVERLAP_RUNS_PER_PERSON: '1000', OVERLAP_RUNS_PER_CHANNEL: '1000000' }

/** Most are short, as people's are; some end at a limit. */
const MIXED: readonly string[] = [
  'print(1)',
  'import asyncio\nasyncio.run(asyncio.sleep(0.02))\nprint("slept")',
  'print(sum(n * n for n in range(100_000)))',
  'raise ValueError("no")',
  'print(1',
  'open("a.txt", "w").write("x" * 100_000)\nprint("written")',
  `import urllib.request
print(urllib.request.urlopen('http://example.com/').status)`,
  'import threading\nfor _ in range(8): threading.Thread(target=print, args=("x",)).start()',
  `from concurrent.futures import ProcessPoolExecutor
if __name__ == '__main__':
    with ProcessPoolExecutor(2) as pool: print(list(pool.map(abs, range(4))))`,
  'import time\nfor _ in range(3): time.sleep(0.02)\nprint("done")',
  'for n in range(2_000): print(n)',
  'import asyncio\nasync def main(): asyncio.sleep(1)\nasyncio.run(main())',
]
const AT_LIMITS: readonly string[] = [
  'held = []\nwhile True: held.append(bytearray(1 << 20))',
  'while True: print("x" * 10_000)',
  'import os\nfor _ in range(200): os.fork()',
  'open("big", "wb").write(bytes(40 << 20))',
]
/** One run in so many. */
const LIMIT_EVERY = 50

export type Soak = Readonly<{
  runs: number
  unanswered: number
  /** Answers that came at a second or later try, as the page had asked to wait. */
  retries: number
  /** Resident memory of the process in the course of it, MiB. */
  rssMib: readonly number[]
  left: readonly string[]
}>

export async function soak(runs: number): Promise<Soak> {
  const homes = await folders()
  const real = await startReal(homes, FREE)
  const rssMib: number[] = []
  let begun = 0
  let unanswered = 0
  let retries = 0

  async function work(lane: number): Promise<void> {
    const from = fetchFrom(`127.0.0.${lane + 2}`)
    let person: Asker | null = null
    for (let mine = 0; begun < runs; mine++) {
      const turn = begun++
      if (turn % Math.max(1, Math.floor(runs / SAMPLES)) === 0) rssMib.push(await real.rssMib())
      if (person === null || mine % RUNS_EACH === 0) {
        person?.leave()
        person = asker(real.url, `Ada ${lane} ${mine}`, PATIENCE_MS, from)
      }
      let told = await person.run(programOf(turn))
      for (let tries = 0; told.kind === 'refused' && tries < 20; tries++) {
        retries += 1
        await delay(500)
        told = await person.run(programOf(turn))
      }
      if (told.kind !== 'answered') {
        unanswered += 1
        console.error(`${told.kind}: ${programOf(turn)}\n${told.said.slice(0, 300)}`)
      }
    }
    person?.leave()
  }

  try {
    await Promise.all(Array.from({ length: AT_A_TIME }, (_, lane) => work(lane)))
    await real.end('SIGTERM')
    return { runs, unanswered, retries, rssMib, left: await homes.left(real.pid) }
  } finally {
    await real.end('SIGKILL')
    await homes.remove()
  }
}

function programOf(turn: number): string {
  const programs = turn % LIMIT_EVERY === LIMIT_EVERY - 1 ? AT_LIMITS : MIXED
  const place = programs === AT_LIMITS ? Math.floor(turn / LIMIT_EVERY) : turn
  return programs[place % programs.length] ?? ''
}

/** Of the memory in quarter `number` (1 to 4), MiB. */
function mean(values: readonly number[], number: number): number {
  const size = values.length / 4
  const quarter = values.slice(Math.floor(size * (number - 1)), Math.floor(size * number))
  return quarter.reduce((sum, each) => sum + each, 0) / quarter.length
}

function missedOf({ unanswered, rssMib, left }: Soak): readonly string[] {
  const growth = mean(rssMib, 4) / mean(rssMib, 2)
  return [
    ...(unanswered > 0 ? [`${unanswered} runs were not answered`] : []),
    ...(left.length > 0 ? [`${left.length} leftovers, such as ${left[0]}`] : []),
    ...(growth > GROWTH ? [`memory grew to ${growth.toFixed(3)} ×, bar ${GROWTH} ×`] : []),
  ]
}

if (import.meta.main) {
  const done = await soak(Number(process.argv[2] ?? 20_000))
  const quarters = [1, 2, 3, 4].map((number) => `${mean(done.rssMib, number).toFixed(0)}`)
  console.log(
    `${done.runs} runs, ${done.unanswered} unanswered, ${done.retries} tried again; ` +
      `memory by quarters ${quarters.join(', ')} MiB; ${done.left.length} leftovers`,
  )
  judge(missedOf(done))
}
