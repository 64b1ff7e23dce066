/**
 * The most that a change can gain: a bound computed from the measures, with the assumption it is based on.
 * Only a proof can show what it actually gains.
 */
import type { Verdict } from '../core/verdict.ts'
import { linesOf, type Site } from './facts/sites.ts'
import type { Measures } from './measure.ts'
import { type Case, fanOf, piecesOf, siteMs } from './verdict/case.ts'
import { duration } from './wording.ts'

/** Costs measured on typical sandbox hardware, ms. */
const COST = {
  poolStart: 25,
  threadItem: 0.05,
  processItem: 0.1,
  /** With a chunk size, as `proof/rewrite/models.ts` writes it for many items. */
  chunkedItem: 0.001,
  task: 0.007,
} as const
const WORKERS = 20
/** Cores of a common machine, for those who run it elsewhere. */
const ELSEWHERE = 8

/**
 * Words the best that following the verdict can bring, as a bound with its assumption; null where none can be computed.
 */
export function predictionFor(about: Case, verdict: Verdict, site: Site | null): string | null {
  const { measures } = about
  if (!measures?.finished) return null
  const whole = duration(measures.wallMs)
  if (verdict === 'processes') return overProcesses(site, about, measures, whole)
  const fan = site && fanOf(site, measures)
  if (!site || !fan) return null
  const ms = siteMs(site, measures)
  if (ms === 0) return null
  if (site.kind === 'computing') {
    const shared = measures.wallMs - ms + ms / Math.min(measures.result.cores, fan)
    return `At best ${duration(shared)} instead of ${whole} on ${measures.result.cores} cores, if the ${fan} calls are independent and take equally long.`
  }
  const predicted = overlapped(site, fan, ms, measures, verdict)
  return `At best ${duration(predicted)} instead of ${whole}, if the ${fan} waits are independent: together they take as long as the longest of them.`
}

/** rest + unit × rounds + start-up cost. */
function overlapped(
  site: Site,
  fan: number,
  ms: number,
  measures: Measures,
  verdict: Verdict,
): number {
  const rounds = verdict === 'threads' ? Math.ceil(fan / Math.min(fan, WORKERS)) : 1
  const unit = Math.max(ms / fan, longestWait(site, measures))
  const start = verdict === 'threads' ? fan * COST.threadItem : fan * COST.task
  return measures.wallMs - ms + unit * rounds + start
}

/** Waits of the program up to this multiple of the site's are attributed to the site. */
const SAME_WAITS = 1.15

/** Concurrent waits take as long as the longest one, ms; 0 where that one wasn't seen. */
function longestWait(site: Site, measures: Measures): number {
  if (site.kind === 'awaited')
    return Math.max(
      longestLine(site, measures),
      ...[...linesOf(site)].map((line) => measures.awaits(line).longestMs),
    )
  const isAll = measures.threadWaitsMs <= SAME_WAITS * siteMs(site, measures)
  return Math.max(longestLine(site, measures), isAll ? measures.longestWaitMs : 0)
}

/** Where each call is on a line of its own, the time of the longest line. */
function longestLine(site: Site, measures: Measures): number {
  if (site.loop) return 0
  const byCall = site.calls.map((call) =>
    site.kind === 'awaited' ? measures.awaits(call.line).waitMs : measures.line(call.line).wallMs,
  )
  return Math.max(0, ...byCall)
}

function overProcesses(site: Site | null, about: Case, measures: Measures, whole: string): string {
  // On a busy machine, CPU and wall time must not be mixed: tasks that take turns share the wall time.
  const ms = site
    ? Math.max(siteMs(site, measures), 0)
    : Math.max(measures.cpuMs, computingMs(measures))
  const fan = (site ? piecesOf(site, measures) : fanOfSpawns(about)) ?? ELSEWHERE
  const rest = Math.max(0, measures.wallMs - ms)
  const item = (cores: number): number =>
    fan >= 2 * 4 * cores ? COST.chunkedItem : COST.processItem
  const on = (cores: number): number =>
    rest + COST.poolStart + fan * item(cores) + ms / Math.min(cores, fan)
  const { cores } = measures.result
  return `At best ${duration(on(cores))} instead of ${whole} on ${cores} cores, ${duration(on(ELSEWHERE))} on ${ELSEWHERE}, if the calls are independent, take equally long and their data is small.`
}

/** Wall time spent computing, including the run queue, as if on one core. */
const computingMs = ({ wallMs, demand }: Measures): number => wallMs * Math.min(1, demand)

function fanOfSpawns(about: Case): number | null {
  const known = about.facts.spawns.map((spawn) => spawn.fan)
  if (known.includes(null)) return null
  return known.reduce<number>((sum, fan) => sum + (fan ?? 0), 0) || null
}
