/** Programs run in turn, each by itself and several times, and what their times and outputs come to. */
import type { RunResult, Sandbox } from '../../../sandbox/sandbox.ts'
import { trim } from '../../lib/text/trim.ts'
import type { NamedProgram } from '../../reading/program.ts'
import { jobOf } from '../run/given.ts'
import { COMPARE_LIMITS } from './limits.ts'
import { type Difference, differences } from './output.ts'

export type Lane = Readonly<{
  name: string
  /** Each of its runs, the first one first. */
  runs: readonly RunResult[]
  /** Of all its runs, ms; null when not every one ended well. */
  times: Readonly<{ median: number; least: number; most: number }> | null
}>

export type Compared = Readonly<{
  lanes: readonly Lane[]
  /** The fastest and those as fast as it, the fastest first; none where fewer than two ended well. */
  fastest: readonly Lane[]
  /** How outputs differ from that of the first lane that ended well. */
  differences: readonly Difference[]
  /** Other programs ran beside at least one run. */
  disturbed: boolean
}>

/** `round` and `name` of the run that comes next. */
export type Comparing = Readonly<{ round: number; name: string }>

/** Yields before each run. Rounds go through all programs, so that a busy moment of the machine hits them alike. */
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
      // A program that fails does so again.
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

/** As their author calls them: by file, by a comment on the first line, or by their place. */
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
