/** Turns code and its run into advice, on a worker thread. */
import type { RunResult } from '../../sandbox/sandbox.ts'
import type { Verdict } from '../core/verdict.ts'
import { numberedFiles, type SourceText } from '../lib/source-texts.ts'
import { type Advice, type Finding, SEVERITIES } from './advice.ts'
import { failureOf } from './errors.ts'
import { collectFacts } from './facts/collect.ts'
import type { Facts } from './facts/facts.ts'
import { listens, routesOf } from './facts/routes.ts'
import { sitesOf } from './facts/sites.ts'
import { startOf, type VisitPlan } from './facts/starts.ts'
import { readSyntax, within } from './facts/syntax.ts'
import { FINDINGS } from './findings/table.ts'
import { measure } from './measure.ts'
import { placeOf, placesNamed } from './places.ts'
import type { Program } from './program.ts'
import type { NoProposal, Proposal } from './proof/proof.ts'
import { proposalFor } from './proof/propose.ts'
import { findingsOfHints } from './ruff/findings.ts'
import type { Hint } from './ruff/hints.ts'
import { brokenRun, certainBug, howItEnded } from './verdict/broken.ts'
import type { Case, Decision, Step } from './verdict/case.ts'
import { evidenceOf } from './verdict/evidence.ts'
import { alreadyRight, choose, tiny, wrongModel } from './verdict/model.ts'
import { serving } from './verdict/serving.ts'
import { stoppedHeadline } from './verdict/stopped.ts'
import { uncalled } from './verdict/uncalled.ts'
import { factsBehind } from './verdict/why.ts'

const DOCS = 'https://docs.python.org/3/'

/** Analyses a program. `others` are the Python files next to it. */
export function advise(
  code: string,
  result: RunResult | null,
  hints: readonly Hint[],
  others: readonly SourceText[] = [],
): Advice {
  const { program, files } = programOf(code, result, hints, others)
  const advice = adviceOn(program)
  return files.length === 0 ? advice : inWords(advice, files)
}

/** Lines of other files get the file's name. */
function inWords(advice: Advice, files: readonly SourceText[]): Advice {
  const names = files.map(({ name }) => name)
  const named = (text: string) => placesNamed(text, names)
  return {
    ...advice,
    headline: named(advice.headline),
    evidence: advice.evidence.map(named),
    findings: advice.findings.map((finding) => {
      const place = finding.line === null ? null : placeOf(finding.line, names)
      return { ...finding, ...place, message: named(finding.message) }
    }),
    prediction: advice.prediction && named(advice.prediction),
    reasoning: (advice.reasoning ?? []).map(named),
  }
}

/** Returns the change that the advice recommends, as whole programs to try, or why there is none. */
export function propose(
  code: string,
  result: RunResult,
  hints: readonly Hint[],
  others: readonly SourceText[] = [],
): Proposal | NoProposal {
  const about = usable(caseOf(programOf(code, result, hints, others).program))
  return proposalFor(about, decide(about).decision)
}

/** The program with its facts and measurements, and its other files with their lines numbered. */
function programOf(
  code: string,
  result: RunResult | null,
  hints: readonly Hint[],
  others: readonly SourceText[],
): Readonly<{ program: Program; files: readonly SourceText[] }> {
  const files = numberedFiles(others, result?.trace?.files ?? [])
  const facts = collectFacts(code, readSyntax(code), files)
  return { program: { facts, measures: result && measure(result, facts), hints }, files }
}

/** Plans how to run a server and which routes to visit. */
export function planFor(code: string, others: readonly SourceText[] = []): VisitPlan {
  const facts = collectFacts(code, readSyntax(code), others)
  const routes = routesOf(facts).map(({ kind, method, path }) => ({ kind, method, path }))
  return { routes, start: listens(facts) ? null : startOf(facts) }
}

/** The order of decision: the first step with an answer determines the verdict. */
const ORDER: readonly (readonly [asks: string, step: Step])[] = [
  ['Did the run end badly', brokenRun],
  ['Is there a clear mistake', certainBug],
  ['Did it serve', serving],
  ['Is it too short for any change to pay off', tiny],
  ['Do the measurements speak against the way it works now', wrongModel],
  ['Does its work overlap already', alreadyRight],
  ['Is there independent work that is repeated and long enough to overlap', choose],
]

const caseOf = (program: Program): Case => ({
  ...program,
  findings: findingsOf(program),
  sites: sitesOf(program.facts),
  failure: program.measures && failureOf(program.measures.result),
  result: program.measures?.result ?? null,
})

function adviceOn(program: Program): Advice {
  const about = caseOf(program)
  return asAdvice(decide(usable(about)), about)
}

type Decided = Readonly<{ decision: Decision; reasoning: readonly string[] }>

function decide(about: Case): Decided {
  const reasoning: string[] = []
  for (const [asks, step] of ORDER) {
    const decision = step(about)
    if (decision) {
      const agreed = inAgreement(decision, about)
      return { decision: agreed, reasoning: [...reasoning, `${asks}? ${agreed.headline}`] }
    }
    reasoning.push(`${asks}? ${step === brokenRun ? howItEnded(about) : 'No.'}`)
  }
  const headline = 'There is nothing to overlap.'
  return { decision: { verdict: 'sequential', headline, quiet: true }, reasoning }
}

const NO_CHANGE: ReadonlySet<Verdict> = new Set(['keep', 'sequential'])

/** A verdict that there is nothing to change is replaced where a certain mistake was found. */
function inAgreement(decision: Decision, { findings }: Case): Decision {
  const certain = findings.find(({ severity }) => severity === 'error')
  if (!certain || !NO_CHANGE.has(decision.verdict)) return decision
  return { verdict: 'fix-first', headline: certain.message }
}

/** With such a verdict, a finding that computing could block the event loop is only a hint. */
function agreeing(findings: readonly Finding[], { verdict }: Decision): Finding[] {
  return findings.map((each) =>
    NO_CHANGE.has(verdict) && each.name === 'cpu-in-async' ? { ...each, severity: 'hint' } : each,
  )
}

/**
 * A run that stopped because something was missing says little, and so does one without its framework: the source
 * decides.
 */
function usable(about: Case): Case {
  return about.failure?.surroundings || uncalled(about) ? { ...about, measures: null } : about
}

function asAdvice({ decision, reasoning }: Decided, about: Case): Advice {
  const evidence = [...new Set([...(decision.evidence ?? []), ...evidenceOf(about)])]
  const stopped = about.failure?.surroundings ? about.failure : null
  return {
    verdict: decision.verdict,
    headline: stopped ? stoppedHeadline(stopped, decision) : decision.headline,
    evidence,
    findings: agreeing(about.findings, decision),
    change: null,
    prediction: decision.prediction ?? null,
    quiet: (decision.quiet ?? false) && stopped === null,
    ...(stopped ? { unmeasured: true } : {}),
    reasoning: [...reasoning, ...factsBehind(about)],
  }
}

/** The findings to show: most severe first, and each name only a few times. */
const SHOWN = 12
const SHOWN_OF_A_NAME = 3

function findingsOf(program: Program): Finding[] {
  const found: Finding[] = []
  for (const rule of FINDINGS) {
    let shown = 0
    for (const sighting of rule.find(program)) {
      shown += 1
      if (shown > SHOWN_OF_A_NAME) break
      found.push({
        name: rule.name,
        severity: sighting.severity ?? rule.severity,
        line: sighting.line,
        message: sighting.message,
        docs: DOCS + rule.docs,
      })
    }
  }
  found.push(...findingsOfHints(program.hints, found, DOCS))
  return found
    .filter((each) => !found.some((other) => explains(other, each)))
    .filter(({ line }) => line === null || !isExpectedToFail(line, program.facts))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, SHOWN)
}

/** Inside `with pytest.raises(...)` or `with self.assertWarns(...)`, the finding is intended. */
const isExpectedToFail = (line: number, { root }: Facts): boolean =>
  [...within(root, (node) => node.line <= line && line <= node.endLine)].some(
    (node) =>
      node.type === 'with_statement' &&
      /\b(raises|assertRaises|assertRaisesRegex|assertWarns|assertWarnsRegex|warns|check_warnings)\(/.test(
        node.children[0]?.text ?? '',
      ),
  )

/** Consequences, which go away when their cause is fixed, aren't shown along with it. */
function explains(cause: Finding, each: Finding): boolean {
  if (each.name === 'pointless-async') return cause.severity === 'error'
  if (each.name === 'cpu-in-async')
    return cause.name === 'session-per-request' && cause.severity === 'error'
  if (each.name === 'pool-overhead' || each.name === 'processes-for-io')
    return cause.severity === 'error' && LOSES_WORK.has(cause.name)
  const sameLine = cause.line === each.line
  return CONSEQUENCES.some(
    ([by, of, anywhere]) => cause.name === by && each.name === of && (anywhere || sameLine),
  )
}

/** Findings where work is lost, so that what the workers did says nothing about speed. */
const LOSES_WORK = new Set([
  'results-never-read',
  'pool-terminated',
  'worker-ended',
  'nested-proxy',
])

/** Causes and their consequences, at the same line or anywhere. */
const CONSEQUENCES: readonly (readonly [cause: string, consequence: string, anywhere?: true])[] = [
  ['lock-reentrancy', 'lock-order'],
  ['nested-asyncio-run', 'forgotten-await'],
  ['coroutine-in-thread', 'forgotten-await', true],
  ['coroutine-in-thread', 'results-never-read'],
  ['lock-over-await', 'lock-order', true],
  ['lock-over-await', 'serialised-by-lock'],
  ['lock-over-await', 'blocking-lock-or-queue-in-async'],
  ['thread-touches-loop', 'consumer-never-ends', true],
  ['thread-touches-loop', 'forgotten-await', true],
  ['thread-touches-loop', 'dangling-task'],
  ['pool-terminated', 'results-never-read'],
  ['stuck-waiting', 'consumer-never-ends', true],
  ['stuck-waiting', 'queue-task-done-missing', true],
  ['lock-order', 'stuck-waiting', true],
  ['lock-reentrancy', 'stuck-waiting', true],
  ['lock-over-await', 'stuck-waiting', true],
  ['pool-terminated', 'stuck-waiting', true],
  ['thread-touches-loop', 'stuck-waiting', true],
]

const rank = (finding: Finding): number => SEVERITIES.indexOf(finding.severity)
