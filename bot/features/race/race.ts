/** The race: the learner's loop unchanged, with threads, with processes and with asyncio, one at a time. */
import { LIMITS, type Limits } from '../../../sandbox/limits.ts'
import type { RunResult, Sandbox, SourceFile } from '../../../sandbox/sandbox.ts'
import { explain, failureOf } from '../../analysis/errors.ts'
import type { RacedLoop, Refusal } from '../../analysis/proof/rewrite/candidate.ts'
import { MODELS, type Model } from '../../analysis/proof/rewrite/models.ts'
import { REFUSALS } from '../../analysis/proof/rewrite/reasons.ts'
import type { Rewritten } from '../../analysis/proof/rewrite/rewrite.ts'
import { duration, quote } from '../../analysis/wording.ts'
import { RACE_LIMITS } from './limits.ts'
import { findLoop, isLoop, rewrites } from './off-thread.ts'
import { FAILURES } from './reasons.ts'
import { CLOCK, type Record, recordOf } from './record.ts'

/** The result of one model. If it `failed`, `reason` says why there is no time. */
export type RaceLane = Readonly<{
  model: Model
  status: 'ok' | 'failed'
  /** Wall time of the loop (all its turns together) in the lane's fastest run, in seconds. */
  seconds: number | null
  /** Wall time in the slowest run, in seconds; null if there was only one run. */
  slowest: number | null
  /** Whether the results equal those of the unchanged loop; null if that couldn't be checked. */
  same: boolean | null
  reason: string | null
  /** The whole rewritten program; null if it failed or this model can't do it. */
  code: string | null
}>

export type RaceResult = Readonly<{
  kind: 'raced'
  candidate: Pick<RacedLoop, 'line' | 'callee' | 'notes' | 'varying' | 'awaited' | 'call'>
  lanes: readonly RaceLane[]
  /** The fastest model; if several tie, the one with the smallest change. */
  winner: Model | null
  /** Other models that are as fast as the winner. */
  ties: readonly Model[]
  /** Number of calls; null if the unchanged loop didn't finish in time. */
  items: number | null
  /** Why results couldn't be compared, in words; null if they were. */
  uncompared: string | null
  /** Whether other programs ran during at least one lane. */
  disturbed: boolean
  /** The run of the unchanged program; its line numbers are the learner's. */
  sequential: RunResult
}>

export type Outcome =
  | RaceResult
  | Readonly<{ kind: 'refused'; line: number | null; reason: string }>
  /** It was run, but there is nothing to race, or no way to race it. */
  | Readonly<{ kind: 'unraced'; reason: string; sequential: RunResult }>

export type Racing = Readonly<{ done: readonly RaceLane[]; next: Model }>

export type RaceProgram = Readonly<{
  code: string
  files?: readonly SourceFile[]
  stdin?: string
  args?: readonly string[]
}>

export type RaceOptions = Readonly<{ signal?: AbortSignal; limits?: Limits }>

/** Races a program: yields before each lane and returns the outcome. */
export async function* race(
  program: RaceProgram,
  sandbox: Sandbox,
  { signal, limits = LIMITS }: RaceOptions = {},
): AsyncGenerator<Racing, Outcome> {
  const found = await findLoop(program.code)
  if (!isLoop(found) && found?.line !== null) return refused(found)
  const { code: _, ...beside } = program
  let disturbed = false
  const run = async (code: string) => {
    const ran = await sandbox.run(
      {
        ...beside,
        code,
        files: [...(program.files ?? []), CLOCK],
        alone: true,
      },
      signal ? { signal } : {},
    )
    disturbed ||= ran.neighbours > 0
    return ran
  }

  if (!isLoop(found)) {
    // If the program can't be parsed, Python's own error explains it best.
    const sequential = await run(program.code)
    if (sequential.status === 'ok') return refused(found)
    return { kind: 'unraced', reason: FAILURES.program(why(sequential)), sequential }
  }
  yield { done: [], next: 'sequential' }
  const plain = await timed(found.timed, run)
  const { result: sequential, record: reference } = plain
  const unraced = whyUnraced(sequential, reference, found)
  if (unraced) return { kind: 'unraced', reason: unraced, sequential }

  const lanes = [plainLane(program.code, plain, limits)]
  const loop = { ...found, varying: found.varying || plain.varied }
  const sizes = { items: itemsOf(reference), cores: sequential.cores }
  const ways = await rewrites(program.code, sizes)
  for (const model of MODELS) {
    if (model === 'sequential') continue
    yield { done: lanes, next: model }
    lanes.push(await laneOf(model, ways[model], loop, run, reference, limits))
  }
  return { ...result(loop, lanes, sizes.items, reference, sequential), disturbed }
}

type Timed = Readonly<{
  result: RunResult
  /** The record of the fastest run. */
  record: Record | null
  slowest: number | null
  /** Whether two runs of the same program gave different results. */
  varied: boolean
}>

/** Runs a lane, and once more if the first run was short enough. */
async function timed(code: string, run: (code: string) => Promise<RunResult>): Promise<Timed> {
  const result = await run(code)
  const record = recordOf(result)
  const once = { result, record, slowest: null, varied: false }
  const again = record && record.turns > 0 && record.seconds * 1000 >= RACE_LIMITS.trifleMs
  if (!again || result.status !== 'ok' || result.wallMs > RACE_LIMITS.againMs) return once
  const second = recordOf(await run(code))
  if (!second || second.turns !== record.turns) return once
  const [fast, slow] = second.seconds < record.seconds ? [second, record] : [record, second]
  const varied = second.digest !== record.digest
  return {
    result,
    record: { ...record, seconds: fast.seconds },
    slowest: slow.seconds,
    varied,
  }
}

function refused(found: Refusal | null): Outcome {
  return found
    ? { kind: 'refused', ...found }
    : { kind: 'refused', line: null, reason: REFUSALS.none() }
}

/** The loop started but didn't finish before the limit. */
const isUnfinished = (record: Record | null): boolean => record?.turns === 0

const itemsOf = (record: Record | null): number | null =>
  record && record.turns > 0 ? Math.round(record.items / record.turns) : null

function whyUnraced(
  { status, ...result }: RunResult,
  record: Record | null,
  { line }: RacedLoop,
): string | null {
  if (status === 'timeout' && record) return null
  if (status !== 'ok') return FAILURES.program(why({ status, ...result }))
  if (!record || isUnfinished(record)) return FAILURES.never(line)
  const ms = record.seconds * 1000
  if (ms < RACE_LIMITS.trifleMs) return FAILURES.trifle(line, duration(ms))
  return record.items < 2 ? FAILURES.single(line) : null
}

function why(result: RunResult): string {
  return failureOf(result)?.sentence ?? FAILURES[result.status]
}

function plainLane(code: string, { result, record, slowest }: Timed, limits: Limits): RaceLane {
  const finished = record !== null && !isUnfinished(record)
  return {
    model: 'sequential',
    status: finished ? 'ok' : 'failed',
    seconds: finished ? record.seconds : null,
    slowest,
    same: finished ? true : null,
    reason: finished ? null : late(result, limits),
    code,
  }
}

const late = ({ cpuMs }: RunResult, limits: Limits): string =>
  cpuMs >= limits.cpuMs
    ? FAILURES.cpu(duration(limits.cpuMs))
    : FAILURES.late(duration(limits.wallMs))

async function laneOf(
  model: Model,
  rewrite: Rewritten,
  candidate: RacedLoop,
  run: (code: string) => Promise<RunResult>,
  reference: Record | null,
  limits: Limits,
): Promise<RaceLane> {
  const failed = (reason: string): RaceLane => ({
    model,
    status: 'failed',
    seconds: null,
    slowest: null,
    same: null,
    reason,
    code: null,
  })
  if (typeof rewrite === 'string') return failed(rewrite)
  const { result, record, slowest } = await timed(rewrite.timed, run)
  if (record && record.turns > 0 && (result.status === 'ok' || result.status === 'timeout')) {
    const same = isSame(record, reference, candidate)
    const { seconds } = record
    return { model, status: 'ok', seconds, slowest, same, reason: null, code: rewrite.shown }
  }
  return failed(result.status === 'timeout' ? late(result, limits) : whyFailed(result))
}

/** The reason without a line number, which would be one of the rewritten program. */
function whyFailed(result: RunResult): string {
  const failure = failureOf(result)
  if (!failure) return FAILURES[result.status]
  return explain(failure.text) ?? quote(failure.text)
}

function isSame(record: Record, reference: Record | null, { varying }: RacedLoop): boolean | null {
  if (!reference || isUnfinished(reference)) return null
  if (record.digest === reference.digest && record.items === reference.items)
    return record.opaque.length > 0 ? null : true
  return varying && record.items === reference.items ? null : false
}

function result(
  candidate: RacedLoop,
  lanes: readonly RaceLane[],
  items: number | null,
  reference: Record | null,
  sequential: RunResult,
): Omit<RaceResult, 'disturbed'> {
  const [winner = null, ...ties] = fastest(lanes, candidate)
  const uncompared = whyUncompared(lanes, reference, candidate)
  return { kind: 'raced', candidate, lanes, winner, ties, items, uncompared, sequential }
}

/** The fastest lane and those that tie with it, smallest change first. */
function fastest(lanes: readonly RaceLane[], candidate: RacedLoop): Model[] {
  const timed = lanes.filter((lane) => lane.seconds !== null && lane.same !== false)
  const best = Math.min(...timed.map(({ seconds }) => seconds ?? Number.POSITIVE_INFINITY))
  const change = changes(candidate)
  return timed
    .filter(({ seconds }) => (seconds ?? best) <= best * (1 + RACE_LIMITS.tie))
    .map(({ model }) => model)
    .toSorted((a, b) => change.indexOf(a) - change.indexOf(b))
}

/** Models from the smallest change to the largest. */
const changes = ({ call }: RacedLoop): readonly Model[] =>
  call.func.async
    ? ['sequential', 'async', 'threads', 'processes']
    : ['sequential', 'threads', 'async', 'processes']

function whyUncompared(
  lanes: readonly RaceLane[],
  reference: Record | null,
  { varying }: RacedLoop,
): string | null {
  if (!lanes.some(({ status, same }) => status === 'ok' && same === null)) return null
  if (!reference || isUnfinished(reference)) return FAILURES.noReference
  const [type] = reference.opaque
  if (type !== undefined) return FAILURES.opaque(type)
  return varying ? FAILURES.varying : null
}
