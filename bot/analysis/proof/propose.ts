/** What the advice comes down to, as whole changed programs. */
import type { Verdict } from '../../core/verdict.ts'
import type { Finding } from '../advice.ts'
import type { Call, Facts } from '../facts/facts.ts'
import type { Site } from '../facts/sites.ts'
import { type Case, type Decision, fanOf, openSites } from '../verdict/case.ts'
import { errorFixed } from './fixes/errors.ts'
import { fixed, isCorrecting, isRevealing } from './fixes/table.ts'
import type { NoProposal, Proposal } from './proof.ts'
import type { Candidate } from './rewrite/candidate.ts'
import { candidateOf, findRace, isCandidate } from './rewrite/find.ts'
import type { Overlapping } from './rewrite/models.ts'
import { withoutPool } from './rewrite/poolless.ts'
import { rewritten } from './rewrite/rewrite.ts'
import { rowsRewritten } from './rewrite/rows.ts'
import { swapped } from './rewrite/swap.ts'
import { allStarted, moreWorkers } from './rewrite/turns.ts'
import { withForLoops } from './rewrite/whiles.ts'
import { withDelayedClock } from './stopwatch.ts'

export function proposalFor(about: Case, decision: Decision): Proposal | NoProposal {
  const { facts } = about
  if (facts.broken || !facts.complete) return { reason: 'The program cannot be read whole.' }
  if (about.failure?.surroundings)
    return {
      reason: 'The program stopped early for want of something, and so would a changed one.',
    }
  if (decision.verdict === 'keep' || decision.quiet)
    return { reason: 'There is nothing to change.' }
  const fixes = decision.verdict === 'fix-first'
  const told = fixes ? toldFinding(about, decision) : null
  const programs = fixes
    ? told === null
      ? [errorFixed(errorOf(about), about.failure?.line ?? null, facts)]
      : [fixed(told, facts)]
    : modelPrograms(about, decision)
  const made = [...new Set(programs.filter((each) => each !== null && each !== facts.source))]
  if (made.length === 0) return { reason: 'This change is too big to make automatically.' }
  return {
    goal: fixes ? 'fixed' : 'faster',
    finding: told?.name ?? null,
    corrects: fixes && (told === null || isCorrecting(told.name)),
    reveals: told !== null && isRevealing(told.name),
    programs: made.filter((each) => each !== null),
    clocked: withDelayedClock(facts),
  }
}

/** What ended the program or one of its threads. */
const errorOf = ({ failure, result }: Case): string =>
  failure?.text ?? result?.trace?.threadErrors[0]?.error ?? ''

/** The finding that the headline tells. */
function toldFinding({ findings, facts }: Case, { headline }: Decision): Finding | null {
  const told = findings.find(({ message }) => message === headline)
  return told && (told.line === null || isInMain(told.line, facts)) ? told : null
}

function modelPrograms(about: Case, { verdict, site }: Decision): (string | null)[] {
  const { facts } = about
  if (verdict === 'sequential') return [withoutPool(facts)]
  if (!isOverlapping(verdict)) return []
  const others = openSites(about).filter((each) => each !== site)
  const sites = [...(site ? [site] : []), ...others]
    .filter(({ calls }) => calls.every((call) => isInMain(call.line, facts)))
    .slice(0, SITES)
  return [
    allStarted(facts) ?? moreWorkers(facts),
    ...sites.map((each) => siteProgram(each, about, verdict)),
    ...(verdict === 'async' ? [] : [swapped(facts, verdict)]),
    loopProgram(findRace(facts.source), about, verdict),
    whileProgram(about, verdict),
  ]
}

/** A `while` loop that can be a `for` loop is rewritten as such. */
function whileProgram(about: Case, model: Overlapping): string | null {
  const source = withForLoops(about.facts)
  return source === null ? null : loopProgram(findRace(source), about, model)
}

/** Lines of other files come after those of `main.py`, the only file that is changed. */
const isInMain = (line: number, { lineCount }: Facts): boolean => line <= lineCount

/** Places of repeated work that are looked at. */
const SITES = 3

const isOverlapping = (verdict: Verdict): verdict is Overlapping =>
  verdict === 'async' || verdict === 'threads' || verdict === 'processes'

function siteProgram(site: Site, about: Case, model: Overlapping): string | null {
  const { facts } = about
  const [call] = site.calls
  if (!call) return null
  if (site.calls.length > 1) return rowsRewritten(site, facts, model)
  return loopProgram(candidateOf(awaitedWhole(call, facts), facts), about, model, site)
}

/** The `asyncio.wait_for` or `asyncio.run` around a coroutine is part of the work of a turn. */
function awaitedWhole(call: Call, { callAt }: Facts): Call {
  const around = call.node.parent?.type === 'argument_list' ? call.node.parent.parent : null
  const outer = around && callAt.get(around)
  return outer && /(^|\.)(wait_for|run|run_until_complete)$/.test(outer.name) ? outer : call
}

function loopProgram(
  found: Candidate | Readonly<{ reason: string }> | null,
  about: Case,
  model: Overlapping,
  site: Site | null = null,
): string | null {
  if (!found || 'reason' in found || !isCandidate(found)) return null
  const items = site && fanOf(site, about.measures)
  const sizes = { items, cores: about.measures?.result.cores ?? 2 }
  const program = rewritten(found, model, sizes)
  return typeof program === 'string' ? null : program.shown
}
