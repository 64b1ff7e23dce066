/** The sandbox port: the only file of `sandbox/` that the core imports. A job goes in, what it did comes out. */
import type { Limits } from './limits.ts'
import type { Trace } from './trace.ts'

export type SourceFile = Readonly<{ name: string; content: Uint8Array }>

/** One program to run. `main.py` is the code; `files` lie beside it in the work folder. */
export type Job = Readonly<{
  code: string
  files?: readonly SourceFile[]
  /** Text the program can read; without it stdin is at its end at once. */
  stdin?: string
  /** What follows the program's name in `sys.argv`: no NUL, together at most `ARGS_BYTES`. */
  args?: readonly string[]
  /** Where test requests go if the program serves and has nothing else to do; after them it is asked to end. */
  visits?: readonly Route[]
  /** Lowers or raises single limits of this run. */
  limits?: Partial<Limits>
  /** Run with no other job beside it where that can be had without holding others up: see `RunResult.neighbours`. */
  alone?: boolean
  /**
   * Run with the lowest priority, one of each asker at a time: it starts only while nothing else waits, and is given up as soon as another job has to
   * wait. It then rejects with `Displaced`.
   */
  background?: boolean
  /** Who asks. The queue is fair between askers. */
  asker?: string
  /** Where the asker is, as far as that is known: people at one address share it. The queue is fair between origins too. */
  origin?: string
}>

export const ROUTE_KINDS = ['http', 'websocket', 'raw'] as const

/** Where a server answers. `raw` is a socket of any other protocol; `path` is printable ASCII. */
export type Route = Readonly<{
  kind: (typeof ROUTE_KINDS)[number]
  method: string
  path: string
}>

/** A test request, timed from outside. Times in ms since the start of the program. */
export type Visit = Readonly<{
  route: Route
  /** How many were sent side by side, this one included. */
  together: number
  startMs: number
  /** When its answer was complete; null without one. */
  answeredMs: number | null
  /** Of an HTTP answer. */
  status: number | null
}>

export type RunOptions = Readonly<{
  /** Called with the number of jobs ahead, each time it changes while the job waits. */
  onPosition?: (ahead: number) => void
  /** Called with new output while the program runs (at most ten times a second). */
  onOutput?: (chunk: OutputChunk) => void
  /** Gives the job up: takes it out of the line or ends the run. */
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
/** `timeout` covers wall and CPU time; `output` is more output than the run may write; `served` is a server that was asked to end after its visits. */
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
  /** Name of a child program (`sh`, `sleep`) as the kernel has it; absent for Python. The program can set it: untrusted. */
  command?: string | undefined
  startMs: number
  endMs: number
  cpuMs: number
  /** Time runnable but without a core. */
  queuedMs: number
  /** Consecutive stretches; each lasts until the next one's start. Two of one state in a row: it woke in between. Sampled every 10 ms. */
  states: readonly (readonly [startMs: number, state: LaneState])[]
}>

/** What one run did. All but `trace` is measured outside the learner's process and cannot be forged by it. */
export type RunResult = Readonly<{
  status: RunStatus
  exitCode: number | null
  /** Name of the signal that ended the program, such as `SIGSEGV`. */
  signal: string | null
  /** In the order written, at most `limits.outputBytes`: its head and its tail. */
  output: readonly OutputChunk[]
  /** Bytes left out between head and tail. */
  droppedBytes: number
  wallMs: number
  /** User + system time of all processes. */
  cpuMs: number
  /** Sum over all threads of the time they were runnable but had no core. */
  queuedMs: number
  peakMemoryBytes: number
  /** Processes and threads that were seen, the program's first ones included. */
  processes: number
  threads: number
  /** Sampled waiting time of all threads together, in ms. */
  waiting: Readonly<Partial<Record<WaitKind, number>>>
  lanes: readonly Lane[]
  /** Hosts that the practice web answered for. */
  practiceHosts: readonly string[]
  /** Test requests, if the program served and the job asked for them. */
  visits: readonly Visit[]
  /** Files that the program left behind. */
  files: readonly SourceFile[]
  python: string
  /** What it can import besides the standard library. */
  libraries: readonly Library[]
  /** CPU time of an empty program here (start-up that no advice can save), ms. */
  startupMs: number
  cores: number
  /** Other runs that went on in this sandbox at some time during this one. */
  neighbours: number
  /** The interpreter's own account. The learner's process could have forged it: never trust it for totals. */
  trace: Trace | null
}>

/** Root; the owner of a cgroup that was delegated to Overlap; or the systemd of the user it runs as. */
export type CgroupsBy = 'root' | 'delegated' | 'systemd'

/** What the pool looks like now, for `doctor` and metrics. */
export type SandboxStatus = Readonly<{
  slots: number
  running: number
  waiting: number
  renewals: number
  /** Who makes the cgroups that hold runs to their limits; null where none does. */
  cgroups: CgroupsBy | null
  runtime: string
  python: string
  libraries: readonly Library[]
}>

export type Sandbox = Readonly<{
  /**
   * Runs a job.
   *
   * @throws {SandboxBusyError} The queue is full.
   * @throws {RunLostError} The run broke its jail.
   * @throws {Displaced} The job was in the background, and others needed its place.
   * @throws {SandboxUnavailableError} There is no jail.
   */
  run(job: Job, options?: RunOptions): Promise<RunResult>
  status(): SandboxStatus
  /** Lets runs finish for up to `graceMs`, then removes every container. */
  close(graceMs?: number): Promise<void>
}>

/** A job has no result, and that is no bug of the caller's. */
export class SandboxError extends Error {
  override name = 'SandboxError'
}

/** The queue is full: `asker` when it is this asker's own jobs that fill their share of it. */
export class SandboxBusyError extends SandboxError {
  override name = 'SandboxBusyError'
  readonly full: 'asker' | 'queue'
  /** Jobs that are waiting: the asker's, or all. */
  readonly waiting: number

  constructor(full: 'asker' | 'queue', waiting: number) {
    super(`${waiting} runs are waiting already.`)
    this.full = full
    this.waiting = waiting
  }
}

/** A job with the lowest priority made room for another one. */
export class Displaced extends SandboxError {
  override name = 'Displaced'
}

/** This run broke its jail, so that its output is lost. Other runs have jails of their own. */
export class RunLostError extends SandboxError {
  override name = 'RunLostError'
}

/** No jail can be started; the message says why and what fixes it. */
export class SandboxUnavailableError extends SandboxError {
  override name = 'SandboxUnavailableError'
}
