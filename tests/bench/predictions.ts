/**
 * `node tests/bench/predictions.ts [PART OF A NAME]`: what the advisor predicts for a change of model beside what
 * the race measures, over every labelled program that can be raced.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createAdvisor } from '../../bot/analysis/advisor.ts'
import { collectFacts } from '../../bot/analysis/facts/collect.ts'
import { readSyntax } from '../../bot/analysis/facts/syntax.ts'
import { measure } from '../../bot/analysis/measure.ts'
import { findRace, isCandidate } from '../../bot/analysis/proof/rewrite/find.ts'
import { type Outcome, type RaceResult, race } from '../../bot/features/race/race.ts'
import { LIMITS } from '../../sandbox/limits.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'

const FOLDERS = ['../analysis/programs/', '../features/race/programs/']

type Row = Readonly<{
  program: string
  verdict: string
  predictedMs: number
  racedMs: number
  error: string
  winner: string
}>

async function main(part: string): Promise<void> {
  const sandbox = await startSandbox({
    python: null,
    ociRuntime: null,
    limits: LIMITS,
    stateDir: null,
  })
  const advisor = await createAdvisor()
  const rows: Row[] = []
  try {
    for (const { name, code } of programs(part)) {
      const outcome = await raced(code, sandbox)
      if (outcome.kind !== 'raced') continue
      const advice = await advisor.advise(code, outcome.sequential)
      const predictedMs = predictedIn(advice.prediction)
      const racedMs = wholeMs(code, outcome, advice.verdict)
      if (predictedMs === null || racedMs === null) continue
      const error = `${Math.round((100 * (predictedMs - racedMs)) / racedMs)} %`
      const winner = [outcome.winner, ...outcome.ties].join(', ')
      rows.push({ program: name, verdict: advice.verdict, predictedMs, racedMs, error, winner })
    }
  } finally {
    await Promise.all([sandbox.close(), advisor.close()])
  }
  console.table(rows)
  const errors = rows
    .map(({ predictedMs, racedMs }) => Math.abs(predictedMs - racedMs) / racedMs)
    .toSorted((a, b) => a - b)
  const median = errors[Math.floor(errors.length / 2)] ?? Number.NaN
  const right = rows.filter(({ verdict, winner }) => winner.includes(verdict)).length
  console.log(
    `${rows.length} programs, median error ${(100 * median).toFixed(1)} %; the verdict won or tied in ${right}.`,
  )
}

function programs(part: string) {
  return FOLDERS.flatMap((path) => {
    const folder = new URL(path, import.meta.url)
    return readdirSync(folder)
      .filter((file) => file.endsWith('.py') && file.includes(part))
      .map((file) => ({ name: file, code: readFileSync(new URL(file, folder), 'utf8') }))
      .filter(({ code }) => isCandidate(findRace(code)))
  })
}

async function raced(code: string, sandbox: Sandbox): Promise<Outcome> {
  const running = race({ code }, sandbox)
  let step = await running.next()
  while (!step.done) step = await running.next()
  return step.value
}

/** `At best 340 ms instead of …` */
function predictedIn(prediction: string | null): number | null {
  const [, number, unit] = /^At best ([\d.]+) (ms|s)\b/.exec(prediction ?? '') ?? []
  return number === undefined ? null : Number(number) * (unit === 's' ? 1000 : 1)
}

/** The program with its loop done that way: what the prediction speaks of. */
function wholeMs(code: string, outcome: RaceResult, model: string): number | null {
  const lane = outcome.lanes.find((each) => each.model === model)
  const plain = outcome.lanes.find((each) => each.model === 'sequential')
  if (lane?.seconds == null || plain?.seconds == null) return null
  const { wallMs } = measure(outcome.sequential, collectFacts(code, readSyntax(code)))
  return Math.round(wallMs - plain.seconds * 1000 + lane.seconds * 1000)
}

await main(process.argv[2] ?? '')
