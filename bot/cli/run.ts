/** `overlap run FILE…`: runs programs in the jail, several concurrently, and reports on each in the order given. */
import { Buffer } from 'node:buffer'
import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { ARGS_BYTES, type Limits, POOL } from '../../sandbox/limits.ts'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import { type Job, type RunResult, SandboxError } from '../../sandbox/sandbox.ts'
import type { Advice } from '../analysis/advice.ts'
import { createAdvisor } from '../analysis/advisor.ts'
import { planVisits } from '../analysis/plan-visits.ts'
import { withProof } from '../analysis/proof/complete.ts'
import { prove } from '../analysis/proof/prove.ts'
import type { Config } from '../config.ts'
import { report } from '../features/run/report.ts'
import { count, duration, size } from '../lib/text/quantities.ts'
import { TooComplexError } from '../lib/workers/errors.ts'
import { closeWorkers } from '../lib/workers/workers.ts'
import { repaired } from '../reading/read.ts'
import { traceOf } from '../timeline/draw.ts'
import { parseArguments, wrongUsage } from './arguments.ts'
import { EXIT, Refusal, withoutJail } from './exit.ts'
import { overlapping } from './overlapping.ts'
import { type ProgramFile, readPrograms } from './programs.ts'
import { readProject } from './project.ts'
import { jsonReport } from './report/json.ts'
import { terminalReport } from './report/terminal.ts'
import type { Terminal } from './terminal.ts'

/**
 * Runs the programs and returns exit code 0 if every file was run, whatever the programs did.
 *
 * @throws {Refusal} when the usage is wrong, a file can't be read, or this machine has no sandbox.
 */
export async function run(
  args: readonly string[],
  config: Config,
  terminal: Terminal,
): Promise<number> {
  const { files, json, trace, project, proof, ...job } = readRun(args, config.limits)
  const programs = project
    ? [await readProject(files, config.limits)]
    : await readPrograms(files, config.limits)
  const interrupt = interruption()
  const sandbox = await startSandbox(config).catch(withoutJail)
  const advisor = await createAdvisor()
  const progress = showProgress(terminal, programs.length)
  const limits = { ...config.limits, ...job.limits }
  const proved = async (
    advice: Advice,
    code: string,
    job: Job,
    result: RunResult,
  ): Promise<Advice> => {
    const run = (changed: Job) => sandbox.run(changed, { signal: interrupt })
    const { proof } = await prove({ code, job, result }, { ...advisor, run, limits })
    return withProof(advice, code, proof)
  }
  const answer = async ({ file, ...given }: ProgramFile): Promise<string> => {
    const { code, notes } = await repaired(given.code)
    const { note, ...served } = await planVisits(code, given.files)
    const program = {
      code,
      files: given.files,
      stdin: null,
      args: job.args,
      notes: note ? [...notes, note] : notes,
    }
    const whole = { ...served, files: given.files, ...job }
    const result = await sandbox.run(whole, { signal: interrupt })
    if (trace !== undefined) await writeTrace(trace, await traceOf(program, result))
    const first = await advisor.advise(code, result, given.files).catch(unread)
    const advice = proof && 'verdict' in first ? await proved(first, code, whole, result) : first
    if (json) {
      const said = 'unread' in advice ? null : advice
      return `${JSON.stringify(jsonReport(file, result, said, program.notes))}\n`
    }
    const input = job.stdin ?? null
    const message = report({
      program,
      input,
      result,
      advice,
      raceable: false,
      limits,
      again: '',
    })
    return terminalReport(file, message, terminal.paint)
  }
  /** An error in one program must not end the others. */
  const answerOrError = async (program: ProgramFile) =>
    answer(program).catch((error: unknown) => ({ program, error }))
  let exitCode: number = EXIT.done
  try {
    for await (const outcome of overlapping(programs, slotsAtMost(), answerOrError)) {
      if (interrupt.aborted) return EXIT.interrupted
      progress.oneMore()
      if (typeof outcome === 'string') terminal.out(outcome)
      else exitCode = explain(outcome, terminal)
    }
    return exitCode
  } finally {
    progress.end()
    await Promise.all([sandbox.close(0), advisor.close(), closeWorkers()])
  }
}

/**
 * Writes the trace to a file.
 *
 * @throws {Refusal} when the file can't be written.
 */
async function writeTrace(file: string, content: Uint8Array): Promise<void> {
  try {
    await writeFile(file, content)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Refusal(EXIT.noInput, `${file} cannot be written (${code})`)
  }
}

function unread(error: unknown): { unread: string } {
  if (error instanceof TooComplexError) return { unread: error.message }
  throw error
}

function explain({ program, error }: { program: ProgramFile; error: unknown }, { err }: Terminal) {
  if (error instanceof Refusal) {
    err(`overlap: ${error.message}\n`)
    return error.exitCode
  }
  const expected = error instanceof SandboxError
  const words = expected ? error.message : `internal error: ${stackOf(error)}`
  err(`overlap: ${program.file}: ${words}\n`)
  return expected ? EXIT.noJail : EXIT.bug
}

function stackOf(error: unknown) {
  return error instanceof Error ? error.stack : error
}

const OPTIONS = {
  json: { type: 'boolean' },
  'no-proof': { type: 'boolean' },
  stdin: { type: 'string' },
  timeout: { type: 'string' },
  trace: { type: 'string' },
  project: { type: 'boolean' },
} as const
const USAGE =
  'overlap run FILE… [--json] [--no-proof] [--stdin TEXT] [--timeout SECONDS] [--trace FILE] [-- ARGS]\n       overlap run --project DIR|FILES… MAIN'
/** In seconds; anything longer is a job for another tool. */
const LONGEST_TIMEOUT_S = 3600

function readRun(all: readonly string[], limits: Limits) {
  const end = all.includes('--') ? all.indexOf('--') : all.length
  const { values, positionals: files } = parseArguments(all.slice(0, end), OPTIONS, USAGE)
  const args = all.slice(end + 1)
  const { json = false, 'no-proof': isUnproved = false, stdin, timeout } = values
  const { trace, project = false } = values
  if (files.length === 0) throw wrongUsage('Which file?', USAGE)
  if (trace !== undefined && files.length > 1 && !project)
    throw wrongUsage('--trace takes one program', USAGE)
  if (stdin !== undefined && Buffer.byteLength(stdin) > limits.stdinBytes) {
    throw wrongUsage(`--stdin may be ${size(limits.stdinBytes)}`, USAGE)
  }
  if (Buffer.byteLength(args.join(' ')) > ARGS_BYTES) {
    throw wrongUsage(`arguments may be ${size(ARGS_BYTES)} together`, USAGE)
  }
  return {
    files,
    args,
    json,
    proof: !isUnproved,
    trace,
    project,
    ...(stdin === undefined ? {} : { stdin }),
    ...(timeout === undefined ? {} : { limits: timeLimits(timeout, limits) }),
  }
}

/** The CPU limit grows with the wall-clock limit; otherwise a long run on several cores would be cut short. */
function timeLimits(timeout: string, limits: Limits): Partial<Limits> {
  const seconds = Number(timeout)
  if (!(seconds > 0 && seconds <= LONGEST_TIMEOUT_S)) {
    throw wrongUsage(`--timeout takes seconds, more than 0 and at most ${LONGEST_TIMEOUT_S}`, USAGE)
  }
  const wallMs = Math.ceil(seconds * 1000)
  return { wallMs, cpuMs: Math.max(limits.cpuMs, (wallMs * limits.cpuMs) / limits.wallMs) }
}

function slotsAtMost(): number {
  return POOL.perCore * availableParallelism()
}

/** Aborted by the first Ctrl-C; the second ends Overlap immediately, as it does by default. */
function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => controller.abort())
  }
  return controller.signal
}

/** Shows a progress line on a terminal after half a second. */
function showProgress(terminal: Terminal, total: number) {
  const startedAt = performance.now()
  let done = 0
  const timer = setInterval(() => {
    const of = total > 1 ? `, ${done} of ${count(total, 'program')} done` : ''
    terminal.status(`Running for ${duration(performance.now() - startedAt)}${of}`)
  }, 500)
  const oneMore = () => {
    done += 1
    terminal.status('')
  }
  const end = () => {
    clearInterval(timer)
    terminal.status('')
  }
  return { oneMore, end }
}
