/** The sandbox port: the only file in `sandbox/` that the core imports. It takes a job and returns what the run did. */
import type { Limits } from './limits.ts'
import type { Trace } from './trace.ts'

export type SourceFile = Readonly<{ name: string; content: Uint8Array }>

/** One program to run. `code` becomes `main.py`, with `files` next to it in the work folder. */
export type Job = Readonly<{
  code: string
  files?: readonly SourceFile[]
  /** Standard input; without it, stdin is empty. */
  stdin?: string
  /** Command-line arguments (`sys.argv[1:]`): no NUL, together at most `ARGS_BYTES`. */
  args?: readonly string[]
  /** Routes for test requests, sent if the program serves and is otherwise idle; afterwards it is asked to end. */
  visits?: readonly Route[]
  /** Overrides single limits for this run. */
  limits?: Partial<Limits>
  /**
   * Run while no other job runs, where that is possible without delaying others for long: see `RunResult.neighbours`.
   */
  alone?: boolean
  /**
   * Run with the lowest priority, one at a time for each asker: it starts only while nothing else waits, and is cancelled
   * as soon as another job has to wait. It then rejects with `Displaced`.
   */
  background?: boolean
  /** Who asks; the queue is fair between askers. */
  asker?: string
  /**
   * Network origin of the asker, where known; people at one address share it. The queue is also fair between origins.
   */
  origin?: string
}>

export const ROUTE_KINDS = ['http', 'websocket', 'raw'] as const

/** A route of a server. `raw` is a socket with any other protocol; `path` is printable ASCII. */
export type Route = Readonly<{
  kind: (typeof ROUTE_KINDS)[number]
  method: string
  path: string
}>

/** A test request, timed from outside. Times in ms since the start of the program. */
export type Visit = Readonly<{
  route: Route
  /** How many were sent concurrently, including this one. */
  together: number
  startMs: number
  /** When its response was complete; null without one. */
  answeredMs: number | null
  /** HTTP status of the response. */
  status: number | null
}>

export type RunOptions = Readonly<{
  /** Called with the number of jobs ahead, each time it changes while the job waits. */
  onPosition?: (ahead: number) => void
  /** Called with new output while the program runs (at most ten times a second). */
  onOutput?: (chunk: OutputChunk) => void
  /** Cancels the job: removes it from the queue or ends the run. */
  signal?: AbortSignal
}>

export const RUN_STATUSES = [
  'ok',
  'error',
  'timeout',
  'memory',
  'output',
  'signal',
  'served',
] as const
/**
 * `timeout` covers wall and CPU time; `output` is more output than the run may write; `served` is a server that was
 * asked to end after its visits.
 */
export type RunStatus = (typeof RUN_STATUSES)[number]

export type OutputChunk = Readonly<{ stream: 'stdout' | 'stderr'; text: string }>

/** A library that programs can import: `name` as on PyPI, `module` as in an import. */
export type Library = Readonly<{ name: string; module: string; version: string }>

/** Why a thread was off the CPU, by the system call it slept in. */
export const WAIT_KINDS = [
  'sleep',
  'network',
  'loop',
  'lock',
  'child',
  'pipe',
  'disk',
  'other',
] as const
/** `loop` is an event loop with nothing to do; `pipe` is file, pipe and terminal input or output. */
export type WaitKind = (typeof WAIT_KINDS)[number]
export type LaneState = 'running' | 'ready' | WaitKind

/** A thread of the run, seen from outside it. Times in ms since the start of the program. */
export type Lane = Readonly<{
  pid: number
  tid: number
  /**
   * Name of a child program (`sh`, `sleep`) as the kernel has it; absent for Python. The program can set it: untrusted.
   */
  command?: string | undefined
  startMs: number
  endMs: number
  cpuMs: number
  /** Time runnable but without a core. */
  queuedMs: number
  /**
   * Consecutive stretches, each lasting until the next one starts. Two with the same state: it woke up in between.
   * Sampled every 10 ms.
   */
  states: readonly (readonly [startMs: number, state: LaneState])[]
}>

/** What one run did. All but `trace` is measured outside the learner's process, which can't forge it. */
export type RunResult = Readonly<{
  status: RunStatus
  exitCode: number | null
  /** Name of the signal that ended the program, such as `SIGSEGV`. */
  signal: string | null
  /** In the order written, at most `limits.outputBytes`: beginning and end. */
  output: readonly OutputChunk[]
  /** Bytes omitted between beginning and end. */
  droppedBytes: number
  wallMs: number
  /** User + system time of all processes. */
  cpuMs: number
  /** Time that threads were runnable without a core, summed over all threads. */
  queuedMs: number
  peakMemoryBytes: number
  /** Processes and threads seen, including the program's first ones. */
  processes: number
  threads: number
  /** Sampled waiting time of all threads together, in ms. */
  waiting: Readonly<Partial<Record<WaitKind, number>>>
  lanes: readonly Lane[]
  /** Hosts that the practice web answered for. */
  practiceHosts: readonly string[]
  /** Test requests, if the program served and the job had routes. */
  visits: readonly Visit[]
  /** Files that the program left behind. */
  files: readonly SourceFile[]
  python: string
  /** Libraries it can import besides the standard library. */
  libraries: readonly Library[]
  /** CPU time of an empty program on this machine, ms: start-up that no advice can save. */
  startupMs: number
  cores: number
  /** How many other runs overlapped with this one in this sandbox. */
  neighbours: number
  /** What the interpreter reports. The learner's process could forge it: never trust it for totals. */
  trace: Trace | null
}>

/** Who makes cgroups: root, the owner of a cgroup delegated to Overlap, or the systemd of its user. */
export type CgroupsBy = 'root' | 'delegated' | 'systemd'

/** The current state of the pool, for `doctor` and metrics. */
export type SandboxStatus = Readonly<{
  slots: number
  running: number
  waiting: number
  renewals: number
  /** Who makes the cgroups that enforce the limits; null without cgroups. */
  cgroups: CgroupsBy | null
  runtime: string
  python: string
  libraries: readonly Library[]
}>

export type Sandbox = Readonly<{
  /**
   * Runs a job. What goes wrong in the program is in the result's `status`, not thrown.
   *
   * @throws {SandboxBusyError} The queue is full.
   * @throws {RunLostError} The run broke its jail.
   * @throws {Displaced} The job was in the background, and others needed its place.
   * @throws {SandboxUnavailableError} There is no jail.
   *
   * @example
   * const { status, output, wallMs } = await sandbox.run({ code: 'print(input())', stdin: 'hello' })
   */
  run(job: Job, options?: RunOptions): Promise<RunResult>
  status(): SandboxStatus
  /** Lets runs finish for up to `graceMs`, then removes every container. */
  close(graceMs?: number): Promise<void>
}>

/** Everything that a run wrote to stdout. */
export function stdoutOf({ output }: Pick<RunResult, 'output'>): string {
  return output
    .filter(({ stream }) => stream === 'stdout')
    .map(({ text }) => text)
    .join('')
}

/** A job has no result, through no fault of the caller. */
export class SandboxError extends Error {
  override name = 'SandboxError'
}

/** The queue is full; `asker` when this asker's own jobs have filled their share. */
export class SandboxBusyError extends SandboxError {
  override name = 'SandboxBusyError'
  readonly full: 'asker' | 'queue'
  /** The number of waiting jobs: the asker's, or all. */
  readonly waiting: number

  constructor(full: 'asker' | 'queue', waiting: number) {
    super(`${waiting} runs are waiting already.`)
    this.full = full
    this.waiting = waiting
  }
}

/** A background job gave way to another job. */
export class Displaced extends SandboxError {
  override name = 'Displaced'
}

/** This run broke its jail, so its output is lost. Other runs have their own jails and aren't affected. */
export class RunLostError extends SandboxError {
  override name = 'RunLostError'
}

/** No jail can be started; the message says why and what fixes it. */
export class SandboxUnavailableError extends SandboxError {
  override name = 'SandboxUnavailableError'
}
