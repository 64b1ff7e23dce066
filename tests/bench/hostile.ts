/**
 * `node tests/bench/hostile.ts [SECONDS] [one | apart | many] [ACT…]`: what an honest person waits for `print(1)` while
 * twelve others do their worst, or only some acts of `worst.ts`. They come from the honest person's own address, from one
 * other, or from one each.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { type Asker, asker, type Told } from './asker.ts'
import type { Attack, Tally } from './attackers.ts'
import { judge, quantile } from './figures.ts'
import { fetchFrom } from './from.ts'
import { folders, startReal } from './real.ts'
import { ACTS } from './worst.ts'

const IDENTITIES = 12
const HONEST = '127.0.0.1'
const EVERY_MS = 1_000
/** So many runs each, then somebody new comes: who is new must be let in too, and nobody asks for too many. */
const RUNS_EACH = 4
const PATIENCE_MS = 20_000
/** By then all slots are kept ready that ever are: nobody attacks a page in its first seconds. */
const UP_MS = 8_000
/** The attack has begun when the first run counts. */
const LEAD_MS = 1_000
const P95_MS = 1_500

const ADDRESSES = {
  one: () => HONEST,
  apart: () => '127.0.0.2',
  many: (number: number) => `127.0.0.${number + 2}`,
} as const

export type Variant = keyof typeof ADDRESSES

/** `told`: of each honest run. `worstLagMs`: of the server's event loop; null when /metrics did not answer. */
export type Siege = Readonly<{
  told: readonly Told[]
  tally: Tally
  worstLagMs: number | null
  rssMib: Readonly<{ before: number; most: number; after: number }>
}>

/** Starts the program, lets them at it for `seconds`, and ends it. */
export async function besiege(
  seconds: number,
  variant: Variant,
  acts: readonly string[] = Object.keys(ACTS),
): Promise<Siege> {
  const homes = await folders()
  const real = await startReal(homes)
  try {
    await delay(UP_MS)
    const before = await real.rssMib()
    const addresses = Array.from({ length: IDENTITIES }, (_, number) => ADDRESSES[variant](number))
    const attack: Attack = { url: real.url, addresses, acts, ms: seconds * 1000 + LEAD_MS }
    const attackers = new Worker(new URL('./attackers.ts', import.meta.url), { workerData: attack })
    const tallied = new Promise<Tally>((resolve, reject) => {
      attackers.once('message', resolve).once('error', reject)
    })
    await delay(LEAD_MS)
    const watched = watch(real, seconds)
    const told = await askHonestly(real.url, seconds)
    const { worstLagMs, most } = await watched
    const tally = await tallied
    await attackers.terminate()
    await delay(2_000)
    return { told, tally, worstLagMs, rssMib: { before, most, after: await real.rssMib() } }
  } finally {
    await real.end('SIGTERM')
    await homes.remove()
  }
}

/** One run each `EVERY_MS`, whether the last has been answered or not. */
async function askHonestly(url: string, seconds: number): Promise<readonly Told[]> {
  const people: Asker[] = []
  const runs: Promise<Told>[] = []
  const call = fetchFrom(HONEST)
  const began = performance.now()
  for (let turn = 0; turn < (seconds * 1000) / EVERY_MS; turn++) {
    const number = Math.floor(turn / RUNS_EACH)
    people[number] ??= asker(url, `Ada ${number}`, PATIENCE_MS, call)
    runs.push(people[number].run('print(1)'))
    await delay(Math.max(0, began + (turn + 1) * EVERY_MS - performance.now()))
  }
  const told = await Promise.all(runs)
  for (const person of people) person.leave()
  return told
}

async function watch(real: Awaited<ReturnType<typeof startReal>>, seconds: number) {
  const lags: number[] = []
  const sizes: number[] = []
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    const figures = await real.metrics().catch(() => null)
    lags.push((figures?.get('nodejs_eventloop_lag_max_seconds') ?? Number.NaN) * 1000)
    sizes.push(await real.rssMib())
    await delay(2_000)
  }
  const known = lags.filter((lag) => !Number.isNaN(lag))
  return {
    worstLagMs: known.length === lags.length ? Math.max(...known) : null,
    most: Math.max(...sizes),
  }
}

/** In words, what did not hold. */
export function missedOf({ told }: Siege): readonly string[] {
  const [unanswered, refused] = [of(told, 'unanswered'), of(told, 'refused')]
  const p95 = quantile(timesOf(told), 0.95)
  return [
    ...(unanswered.length > 0 ? [`${unanswered.length} honest runs were not answered`] : []),
    ...(refused.length > 0
      ? [`${refused.length} honest runs were refused: ${refused[0]?.said.slice(0, 200)}`]
      : []),
    ...(p95 > P95_MS ? [`p95 of an honest run ${p95.toFixed(0)} ms, bar ${P95_MS} ms`] : []),
  ]
}

function of(told: readonly Told[], kind: Told['kind']): readonly Told[] {
  return told.filter((each) => each.kind === kind)
}

/** Of all but the refused; one that was not answered counts with all that was waited. */
function timesOf(told: readonly Told[]): readonly number[] {
  return told.filter(({ kind }) => kind !== 'refused').map(({ ms }) => ms)
}

function report({ told, tally, worstLagMs, rssMib }: Siege): void {
  console.table(tally)
  const times = timesOf(told)
  const at = (part: number) => `${quantile(times, part).toFixed(0)} ms`
  console.log(
    `${told.length} honest runs: p50 ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)}; ` +
      `${of(told, 'refused').length} refused, ${of(told, 'unanswered').length} unanswered`,
  )
  console.log(
    `event loop: ${worstLagMs === null ? '/metrics did not answer in time' : `longest delay ${worstLagMs.toFixed(0)} ms`}; ` +
      `memory ${rssMib.before.toFixed(0)} MiB before, at most ${rssMib.most.toFixed(0)}, ${rssMib.after.toFixed(0)} after`,
  )
}

function isVariant(word: string): word is Variant {
  return Object.hasOwn(ADDRESSES, word)
}

if (import.meta.main) {
  const [seconds = '60', variant, ...acts] = process.argv.slice(2)
  for (const each of variant === undefined ? Object.keys(ADDRESSES) : [variant]) {
    if (!isVariant(each)) throw new Error(`one of ${Object.keys(ADDRESSES).join(', ')}`)
    console.log(`\nattackers' addresses: ${each}`)
    const siege = await besiege(Number(seconds), each, acts.length > 0 ? acts : undefined)
    report(siege)
    judge(missedOf(siege))
  }
}
