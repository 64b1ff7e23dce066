/** Steps 3 to 6: whether there is anything to gain, whether it is gained already, and which model would gain it. */
import type { Facts, Loop, Spawn } from '../facts/facts.ts'
import { isNumericLoop, reachedFrom, waitsIn } from '../facts/running.ts'
import type { Site } from '../facts/sites.ts'
import { executed } from '../facts/syntax.ts'
import { isComputing, isWaiting, type Measures } from '../measure.ts'
import { predictionFor } from '../predict.ts'
import { duration, lines, percent, times } from '../wording.ts'
import {
  type Case,
  type Decision,
  fanOf,
  finding,
  openSites,
  type Step,
  siteMs,
  spawnsOfKind,
  WORTH,
} from './case.ts'

const decide = (
  verdict: Decision['verdict'],
  headline: string,
  rest: Partial<Decision> = {},
): Decision => ({
  verdict,
  headline,
  ...rest,
})

/** Step 3. Too small to matter: anything added would cost more than it saves. */
export const tiny: Step = (about) => {
  const { measures } = about
  if (!measures?.finished || measures.wallMs > WORTH.ms) return null
  const overlapped =
    measures.sequentialMs > WORTH.ms && measures.sequentialMs > measures.wallMs * WORTH.factor
  if (overlapped || about.failure) return null
  const processes = spawnsOfKind(about, 'process', 'process-pool')
  if (processes.length === 0)
    return quiet(`It is done in ${duration(measures.wallMs)}: nothing to gain here.`)
  return decide(
    'sequential',
    `It is done in ${duration(measures.wallMs)}, most of which is starting processes: a plain loop is enough.`,
    { quiet: true },
  )
}

const quiet = (headline: string, rest: Partial<Decision> = {}): Decision =>
  decide('sequential', headline, { quiet: true, ...rest })

/** The run shows that the program's model is the wrong one. */
export const wrongModel: Step = (about) => {
  const { measures } = about
  const rows = finding(about, 'rows-to-pool')
  if (rows) return decide('vectorise', rows.message)
  if (
    finding(about, 'pool-overhead') &&
    !finding(about, 'pool-overhead')?.severity.includes('hint')
  ) {
    return decide(
      'sequential',
      'The process pool costs more than the work it does: a plain loop is enough.',
      {},
    )
  }
  if (finding(about, 'threads-on-cpu')) {
    return decide(
      'processes',
      'The threads compute and take turns on one core: processes use them all.',
      {
        prediction: measures && predictionFor(about, 'processes', null),
      },
    )
  }
  const idle = finding(about, 'processes-for-io')
  if (idle) {
    return decide(
      'threads',
      'The processes only wait: threads do that with less memory and a quicker start.',
      {},
    )
  }
  const turns = finding(about, 'serialised-by-lock')
  if (turns && measures && isWaiting(measures)) return decide('fix-first', turns.message)
  return inTurn(about) ?? cpuUnderAsync(about)
}

/** What was started to run concurrently takes turns: the model is right but used wrongly. */
function inTurn(about: Case): Decision | null {
  const { measures } = about
  const turns = finding(about, 'taking-turns')
  if (!turns || (measures && !isWaiting(measures) && measures.cpuMs < 1.2 * WORTH.ms)) return null
  const started = spawnsOfKind(about, 'process', 'process-pool', 'thread', 'thread-pool')
  const waits = started.some(({ target }) => target && waitsIn(target).length > 0)
  const native = about.facts.calls.some((call) => call.library?.freesGil)
  const verdict =
    waits || (native && started.some(({ kind }) => /thread/.test(kind))) ? 'threads' : 'processes'
  const site = openSites(about).find((each) =>
    started.some(({ call }) => call.node === each.calls[0]?.node),
  )
  return decide(verdict, turns.message, {
    prediction: measures && site ? predictionFor(about, verdict, site) : null,
  })
}

function cpuUnderAsync(about: Case): Decision | null {
  const { measures } = about
  const cpu = finding(about, 'cpu-in-async')
  if (!cpu || (measures && !isComputing(measures))) return null
  if (measures && measures.cpuMs < 1.2 * WORTH.ms) return null
  const several = spawnsOfKind(about, 'task').some(
    (spawn, _, all) => spawn.fan !== 1 || all.length > 1,
  )
  const open = openSites(about).some((site) => site.kind === 'computing')
  const shared = spawnsOfKind(about, 'process', 'process-pool').some(({ fan }) => fan !== 1)
  if ((!several && !open) || shared) return null
  return decide(
    'processes',
    'The tasks compute, and an event loop cannot overlap computing: processes can.',
    {
      prediction: measures && predictionFor(about, 'processes', null),
    },
  )
}

/** Step 5. Waits or work already overlap. */
export const alreadyRight: Step = (about) => {
  const { measures } = about
  const several = about.facts.spawns.filter((spawn, _, all) => spawn.fan !== 1 || all.length > 1)
  // A single task or thread next to its starter is seen only in the run.
  const plural =
    several.length === 0 && measures && overlaps(measures) ? about.facts.spawns : several
  if (comparesVersions(about) && plural.length > 0 && printedTimes(about))
    return decide('keep', 'It times one version beside another itself: compare what it prints.', {
      quiet: true,
    })
  const native = usesVectors(about)
  const hot = measures ? hottestNumericLoop(about, measures) : heavyNumericLoop(about)
  if (native && !hot && (!measures || isComputing(measures)) && openSites(about).length === 0)
    return decide('keep', 'The work is done in native code over whole arrays already.', {
      quiet: true,
    })
  if (plural.length === 0 && measures && sharesOut(about, measures))
    return decide('keep', 'It shares its work out over processes already.', { quiet: true })
  if (plural.length === 0) return null
  if (about.facts.spawns.length > 0 && worthwhile(about)) return null
  if (!measures) return decide('keep', unmeasuredOverlap(about, where(plural)), { quiet: true })
  if (isComputing(measures) && !computesSideBySide(about, measures)) return null
  return decide('keep', overlapHeadline(measures, plural), { quiet: true })
}

/** From the source alone: no overlap was observed. */
const unmeasuredOverlap = ({ result }: Case, at: string): string =>
  result
    ? `By its source it starts its work concurrently (${at}), but the run stopped before that could be measured.`
    : `By its source it starts its work concurrently (${at}); it was not run.`

/** Whether the output has numbers to compare; for a program that wasn't run, whether it prints anything. */
function printedTimes({ result, facts }: Case): boolean {
  if (!result) return facts.calls.some(({ name }) => name === 'print')
  return result.output.some(({ stream, text }) => stream === 'stdout' && /\d/.test(text))
}

/** Whether the program runs and times several versions itself, so that one of them being slow is its point. */
const comparesVersions = ({ facts }: Case): boolean =>
  facts.spawns.length > 0 && readings(facts) >= 4

/** How often a timer is read; in a function, as often as it is called. */
function readings({ calls, module }: Facts): number {
  let sum = 0
  for (const { name, func } of calls) {
    if (!STOPWATCH.test(name)) continue
    const callers = func === module ? 1 : calls.filter(({ target }) => target === func).length
    sum += Math.max(1, callers)
  }
  return sum
}

const STOPWATCH =
  /^(time\.(time|perf_counter|monotonic)|perf_counter|monotonic|(timeit\.)?(default_timer|timeit))$/

/** Whether more processes than its own were seen working, however they were started. */
const sharesOut = ({ facts }: Case, { result }: Measures): boolean =>
  (facts.modules.has('multiprocessing') || facts.modules.has('concurrent')) && result.processes > 2

const usesVectors = (about: Case): boolean => about.facts.calls.some((call) => call.library?.vector)

const where = (spawns: readonly Spawn[]): string => lines(spawns.map((spawn) => spawn.call.line))

const overlaps = (measures: Measures): boolean =>
  measures.sequentialMs > measures.wallMs * WORTH.factor

function overlapHeadline(measures: Measures, plural: readonly Spawn[]): string {
  if (overlaps(measures)) {
    return `It overlaps already: work for ${duration(measures.sequentialMs)} took ${duration(measures.wallMs)}.`
  }
  return `It starts its work side by side already (${where(plural)}); there is nothing more to gain.`
}

/** Processes, or threads in code that releases the GIL. */
function computesSideBySide(about: Case, measures: Measures): boolean {
  if (spawnsOfKind(about, 'process', 'process-pool').length > 0) return true
  const native = about.facts.calls.some((call) => call.library?.freesGil)
  return (
    measures.coresUsed > 1.2 ||
    (native && spawnsOfKind(about, 'thread', 'thread-pool', 'to-thread', 'executor').length > 0)
  )
}

/** Some independent work still runs sequentially, and takes most of the time. */
function worthwhile(about: Case): Site | null {
  const { measures } = about
  const [site] = openSites(about)
  if (!site) return null
  if (!measures) return site
  const ms = siteMs(site, measures)
  return ms > WORTH.ms && ms > 0.5 * measures.wallMs ? site : null
}

/** Steps 4 and 6. The longest independent work decides; without any, no model helps. */
export const choose: Step = (about) => {
  const { measures } = about
  const kind =
    measures && isComputing(measures)
      ? 'computing'
      : measures && isWaiting(measures)
        ? 'waiting'
        : null
  const site = openSites(about).find(
    (each) => kind === null || (each.kind === 'computing') === (kind === 'computing'),
  )
  if (!site) return withoutSite(about)
  if (measures && !measures.finished && measures.result.status !== 'timeout') return nothing(about)
  if (measures && !pays(site, measures)) return small(site, measures)
  if (site.kind === 'computing') return computing(site, about)
  return waiting(site, about)
}

/** Whether the part that could overlap is long enough, and a large enough share of the whole (Amdahl). */
function pays(site: Site, measures: Measures): boolean {
  if (measures.result.status === 'timeout' || measures.trace === null) return true
  const saved = savedMs(site, measures)
  return saved >= WORTH.ms && measures.wallMs / (measures.wallMs - saved + 1) >= WORTH.factor
}

function small(site: Site, measures: Measures): Decision {
  const saved = savedMs(site, measures)
  const share = siteMs(site, measures) / measures.wallMs
  if (saved < WORTH.ms)
    return quiet(
      `Overlapping line ${site.line} would save about ${duration(saved)} of ${duration(measures.wallMs)}: not worth a change.`,
    )
  const best = 1 / Math.max(0.01, 1 - share)
  return quiet(
    `Only ${percent(share)} of the time (line ${site.line}) could overlap: at best it would be ${best.toFixed(1)} times as fast.`,
  )
}

/** What overlapping a whole site would save, ms. */
function savedMs(site: Site, measures: Measures): number {
  const fan = fanOf(site, measures) ?? 2
  const sideBySide = site.kind === 'computing' ? Math.min(fan, measures.result.cores) : fan
  return siteMs(site, measures) * (1 - 1 / Math.max(1, sideBySide))
}

function waiting(site: Site, about: Case): Decision {
  const { measures, facts } = about
  const fan = fanOf(site, measures)
  const many = fan !== null && fan > 50
  const async =
    site.kind === 'awaited' ||
    (many && site.waits === 'network') ||
    site.calls.some((call) => call.func.async)
  const verdict = async ? 'async' : 'threads'
  const pieces = fan === null ? 'The waits' : times(fan, 'wait')
  const at = lines(site.calls.map((call) => call.line))
  const how = async
    ? 'asyncio can do them together'
    : `threads can do them together${facts.modules.has('requests') ? ' (so could an async HTTP client)' : ''}`
  return decide(
    verdict,
    `${pieces} at ${at} run one after another and do not need each other: ${how}.`,
    {
      prediction: measures && predictionFor(about, verdict, site),
      site,
    },
  )
}

/** Sending one piece in a chunk costs about 0.001 ms. */
const UNIT_MS = 0.005

function computing(site: Site, about: Case): Decision {
  const { measures, facts } = about
  const fan = fanOf(site, measures)
  if (site.calls.some((call) => frees(call))) {
    return decide(
      'threads',
      `The work at line ${site.line} is native code that frees the GIL: threads can share it out over the cores.`,
      {
        prediction: measures && predictionFor(about, 'threads', site),
        site,
      },
    )
  }
  if (!measures && !isHeavyByEye(site))
    return quiet(
      'By the source alone nothing here is sure to gain from async, threads or processes.',
    )
  if (measures && fan !== null && siteMs(site, measures) / fan < UNIT_MS) {
    return quiet(
      `The ${times(fan, 'call')} at line ${site.line} are so short that sending them to processes costs more.`,
    )
  }
  if (facts.calls.some((call) => call.library?.vector)) return withoutSite(about)
  const pieces = fan === null ? 'The calls' : times(fan, 'call')
  return decide(
    'processes',
    `${pieces} at ${lines(site.calls.map((call) => call.line))} compute one after another on one core: processes can use the others.`,
    {
      prediction: measures && predictionFor(about, 'processes', site),
      site,
    },
  )
}

const frees = (call: Site['calls'][number]): boolean =>
  call.library?.freesGil === true ||
  (call.target !== null && reachedFrom(call.target).some((each) => each.call.library?.freesGil))

function isHeavyByEye(site: Site): boolean {
  return site.calls.some((call) => {
    const target = call.target
    if (!target) return false
    const inner = [target, ...reachedFrom(target).map((each) => each.call.target)]
    return inner.some(
      (func) =>
        func?.calls.some((each) => each.target === func) ||
        func?.loops.some((loop) => (loop.trips ?? 0) >= 100_000),
    )
  })
}

/** Decides where the source has no independent repeated work. */
function withoutSite(about: Case): Decision {
  const { measures } = about
  if (measures && isComputing(measures) && measures.cpuMs > 1.2 * WORTH.ms) {
    const numeric = hottestNumericLoop(about, measures)
    if (numeric) {
      return decide(
        'vectorise',
        `The loop at line ${numeric} does arithmetic number by number: numpy does it over whole arrays in native code.`,
        {},
      )
    }
    return decide(
      'sequential',
      `It computes for ${duration(measures.cpuMs)} in one piece: no concurrency model makes one piece shorter.`,
    )
  }
  if (!measures) {
    const numeric = heavyNumericLoop(about)
    if (numeric) {
      return decide(
        'vectorise',
        `The loop at line ${numeric} does arithmetic number by number: numpy does it over whole arrays in native code.`,
      )
    }
  }
  return nothing(about)
}

/** The numeric loop with the most CPU time, when numeric loops took at least half of it. */
function hottestNumericLoop(about: Case, measures: Measures): number | null {
  let hottest = { line: 0, cpuMs: 0 }
  const lines = new Set<number>()
  for (const loop of about.facts.loops) {
    if (!isNumericLoop(loop)) continue
    let cpuMs = 0
    for (let line = loop.line; line <= loop.node.endLine; line += 1) {
      cpuMs += measures.line(line).cpuMs
      lines.add(line)
    }
    if (turnMs(loop, cpuMs) > NUMBER_MS) continue
    if (cpuMs > hottest.cpuMs) hottest = { line: loop.line, cpuMs }
  }
  const together = [...lines].reduce((sum, line) => sum + measures.line(line).cpuMs, 0)
  return together > 0.5 * measures.cpuMs && hottest.line > 0 ? hottest.line : null
}

/** A numeric iteration takes far less than this (ms); a longer one does more than arithmetic. */
const NUMBER_MS = 0.1

/** The time of one iteration, ms, for a loop that runs once and contains no other; 0 where unknown. */
function turnMs({ trips, node }: Loop, cpuMs: number): number {
  if (
    trips === null ||
    trips === 0 ||
    [...executed(node)].some((each) => each !== node && LOOP.test(each.type))
  )
    return 0
  for (let around = node.parent; around; around = around.parent) {
    if (LOOP.test(around.type) || around.type === 'function_definition') return 0
  }
  return cpuMs / trips
}

const LOOP = /^(for|while)_statement$|comprehension$|^generator_expression$/

const heavyNumericLoop = (about: Case): number | null =>
  about.facts.loops.find((loop) => isNumericLoop(loop) && (loop.trips ?? 0) >= 100_000)?.line ??
  null

function nothing(about: Case): Decision {
  const { measures } = about
  const dependent = about.sites.find((site) => site.dependent)
  if (dependent)
    return quiet(`At line ${dependent.line} ${dependent.dependent}: there is nothing to overlap.`)
  if (!measures)
    return quiet('There is nothing to overlap: no independent waits or work are repeated.')
  if (isWaiting(measures) && feedsLoop(about))
    return decide(
      'keep',
      "A thread does the blocking work and the event loop stays free, so there's nothing more to overlap.",
      { quiet: true },
    )
  if (isWaiting(measures))
    return quiet(
      `It waited for ${duration(measures.wallMs)} and has nothing to do meanwhile: there is nothing to overlap.`,
    )
  return quiet(
    `It took ${duration(measures.wallMs)}, and no independent waits or work are repeated: there is nothing to overlap.`,
  )
}

/** A thread passes the results of blocking calls to an event loop, as `call_soon_threadsafe` is meant for. */
const feedsLoop = (about: Case): boolean =>
  spawnsOfKind(about, 'thread', 'thread-pool', 'to-thread', 'executor').length > 0 &&
  /call_soon_threadsafe|run_coroutine_threadsafe/.test(about.facts.source)
