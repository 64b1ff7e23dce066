/** Everything known about a program when its verdict is decided. */
import type { RunResult } from '../../../sandbox/sandbox.ts'
import type { Verdict } from '../../core/verdict.ts'
import type { Finding } from '../advice.ts'
import type { Failure } from '../errors.ts'
import type { Spawn } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import { linesOf, type Site } from '../facts/sites.ts'
import type { Measures } from '../measure.ts'
import type { Program } from '../program.ts'

export type Case = Program &
  Readonly<{
    findings: readonly Finding[]
    sites: readonly Site[]
    failure: Failure | null
    /** The run, also where it stopped too early for `measures`; null when the program was not run. */
    result: RunResult | null
  }>

export type Decision = Readonly<{
  verdict: Verdict
  headline: string
  /** Sentences of this step, shown before the general ones. */
  evidence?: readonly string[]
  prediction?: string | null
  /** There is nothing to gain, so one line is enough. */
  quiet?: boolean
  /** The repeated work that the decision is about. */
  site?: Site
}>

/** A step in the order of decision: a decision, or null to leave it to the next step. */
export type Step = (about: Case) => Decision | null

/** Returns the first finding with this name. */
export const finding = (about: Case, name: string): Finding | undefined =>
  about.findings.find((each) => each.name === name)

/** Below this, a change isn't worthwhile. */
export const WORTH = { ms: 200, factor: 1.3 } as const

/** Returns the spawns of these kinds, in source order. */
export const spawnsOfKind = (about: Case, ...kinds: readonly Spawn['kind'][]): Spawn[] =>
  about.facts.spawns.filter((spawn) => kinds.includes(spawn.kind))

/** Wall time of a site's work as far as it was measured, ms. */
export function siteMs(site: Site, measures: Measures): number {
  let ms = 0
  for (const line of linesOf(site)) {
    ms += site.kind === 'awaited' ? measures.awaits(line).waitMs : measures.line(line).wallMs
  }
  return Math.min(ms, measures.wallMs)
}

/** The number of pieces of a site: from the source, otherwise as often as it was seen to wait. */
export function fanOf(site: Site, measures: Measures | null): number | null {
  if (site.fan !== null) return site.fan
  if (!measures) return null
  let most = 0
  for (const line of linesOf(site)) most = Math.max(most, measures.awaits(line).count)
  return most > 1 ? most : null
}

/** The maximum number of pieces: a conditional call is made in only some iterations. */
export function piecesOf(site: Site, measures: Measures | null): number | null {
  const turns = /^range\(([\d_]+)\)$/.exec(site.loop?.iterable?.text ?? '')?.[1]
  const most = site.loop?.trips ?? (turns === undefined ? null : Number(turns.replaceAll('_', '')))
  return fanOf(site, measures) ?? most
}

/** Sites whose pieces could run concurrently, longest first. */
export function openSites(about: Case): Site[] {
  const { measures } = about
  const open = about.sites.filter(
    (site) => !site.dependent && !site.inWorker && (site.fan === null || site.fan > 1),
  )
  if (!measures) return open
  const ms = new Map(open.map((site) => [site, siteMs(site, measures)]))
  const sorted = open.toSorted((a, b) => (ms.get(b) ?? 0) - (ms.get(a) ?? 0))
  return sorted.filter((site) => !sorted.some((outer) => holds(outer, site)))
}

/** For nested computing, the outer pieces are distributed: they are fewer and longer. */
function holds(outer: Site, inner: Site): boolean {
  if (outer === inner || outer.kind !== 'computing' || inner.kind !== 'computing') return false
  const within = inner.calls[0]?.func
  return outer.calls.some(
    ({ target, func }) =>
      target !== null &&
      func !== within &&
      (target === within || reachedFrom(target).some(({ call }) => call.target === within)),
  )
}
