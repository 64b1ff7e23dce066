/** Runs programs in turn, several times each, and compares their times and outputs. */
import type { RunResult, Sandbox } from '../../../sandbox/sandbox.ts'
import { trim } from '../../lib/text/trim.ts'
import type { NamedProgram } from '../../reading/program.ts'
import { jobOf } from '../run/given.ts'
import { COMPARE_LIMITS } from './limits.ts'
import { type Difference, differences } from './output.ts'

export type Lane = Readonly<{
  name: string
  /** Its runs in order. */
  runs: readonly RunResult[]
  /** Times of all its runs, ms; null if one of them failed. */
  times: Readonly<{ median: number; least: number; most: number }> | null
}>

export type Compared = Readonly<{
  lanes: readonly Lane[]
  /** The fastest lane and those that tie with it, fastest first; empty if fewer than two succeeded. */
  fastest: readonly Lane[]
  /** How outputs differ from that of the first lane that succeeded. */
  differences: readonly Difference[]
  /** Whether other programs ran during at least one run. */
  disturbed: boolean
}>

/** `round` and `name` of the next run. */
export type Comparing = Readonly<{ round: number; name: string }>

/** Yields before each run. Each round runs all programs, so that a busy moment of the machine affects them all. */
export async function* compare(
  programs: readonly NamedProgram[],
  sandbox: Pick<Sandbox, 'run'>,
  signal: AbortSignal,
): AsyncGenerator<Comparing, Compared> {
  const names = namesOf(programs)
  const lanes = programs.map(({ program }, at) => ({
    name: names[at] ?? '',
    job: { ...jobOf(program, program.stdin), alone: true },
    runs: [] as RunResult[],
  }))
  let tookMs = 0
  for (let round = 1; round <= COMPARE_LIMITS.rounds; round += 1) {
    const perRoundMs = round === 1 ? 0 : tookMs / (round - 1)
    if (tookMs + perRoundMs > COMPARE_LIMITS.allMs) break
    for (const { name, job, runs } of lanes) {
      // A program that failed once would fail again.
      if (round > 1 && runs.some(({ status }) => status !== 'ok')) continue
      yield { round, name }
      const result = await sandbox.run(job, { signal })
      runs.push(result)
      tookMs += result.wallMs
    }
  }
  return compared(lanes)
}

function compared(all: readonly Pick<Lane, 'name' | 'runs'>[]): Compared {
  const lanes = all.map(({ name, runs }) => ({ name, runs, times: timesOf(runs) }))
  const well = lanes.filter(({ times }) => times !== null)
  return {
    lanes,
    fastest: well.length < 2 ? [] : fastest(well),
    differences: differences(well),
    disturbed: lanes.some(({ runs }) => runs.some(({ neighbours }) => neighbours > 0)),
  }
}

function timesOf(runs: readonly RunResult[]): Lane['times'] {
  if (runs.length === 0 || runs.some(({ status }) => status !== 'ok')) return null
  const times = runs.map(({ wallMs }) => wallMs).toSorted((a, b) => a - b)
  const [least = 0] = times
  return { median: times[(times.length - 1) >> 1] ?? least, least, most: times.at(-1) ?? least }
}

function fastest(lanes: readonly Lane[]): readonly Lane[] {
  const order = lanes.toSorted((a, b) => (a.times?.median ?? 0) - (b.times?.median ?? 0))
  const best = order[0]?.times
  if (!best) return []
  const { tie, tieMs } = COMPARE_LIMITS
  return order.filter(({ times }) => {
    if (!times) return false
    const close = times.median <= Math.max(best.median * (1 + tie), best.median + tieMs)
    return close || (times.least <= best.most && times.median <= best.most)
  })
}

/** Names the programs by file, by a comment on the first line, or by position. */
function namesOf(programs: readonly NamedProgram[]): readonly string[] {
  const given = programs.map(({ file, program }) => file ?? commentOf(program.code))
  return given.map((name, at) => {
    const isAlone = name !== null && given.indexOf(name) === given.lastIndexOf(name)
    return isAlone ? name : `program ${at + 1}`
  })
}

function commentOf(code: string): string | null {
  const [, text = ''] = /^#[\s#:-]*(\w[^\n]*)/.exec(code.trimStart()) ?? []
  const name = trim(text, ' \t:.-')
  return name !== '' && name.length <= COMPARE_LIMITS.name ? name : null
}
