/** Limits of a run. Each can be set for a job, or by the environment (`OVERLAP_LIMIT_…`). */
const KIB = 1024
const MIB = 1024 * KIB

export const LIMITS = {
  wallMs: 10_000,
  cpuMs: 15_000,
  /** Everything together: processes, shared memory, files in the work folder. */
  memoryBytes: 256 * MIB,
  /** Processes and threads together. */
  tasks: 128,
  /** Output kept: half head, half tail. */
  outputBytes: 64 * KIB,
  /** A run that writes more than this is killed. */
  outputEndBytes: 4 * MIB,
  workBytes: 32 * MIB,
  workInodes: 2048,
  openFiles: 512,
  fileBytes: 16 * MIB,
  codeBytes: 256 * KIB,
  stdinBytes: 64 * KIB,
  resultFiles: 8,
  resultFileBytes: 4 * MIB,
} as const

/** Total bytes of a program's arguments, which are sent in one write to a pipe; writes up to 4 KiB are atomic. */
export const ARGS_BYTES = 3 * KIB

export type Limits = Readonly<Record<keyof typeof LIMITS, number>>

/** The queue and the pool of slots. */
export const POOL = {
  /** Minimum number of slots kept started, and the machine's memory per further one; an idle slot takes 21 MiB. */
  warm: 2,
  memoryPerWarm: 1024 * MIB,
  perCore: 4,
  /** Queue limits: all jobs; extra places for askers without a waiting job; jobs of one asker. */
  waiting: 100,
  waitingFirst: 50,
  waitingPerAsker: 6,
  /** Background jobs of one asker that may wait. */
  waitingBehind: 2,
  /** Places of either kind that a single origin can't fill. */
  waitingElsewhere: 10,
  /** Slots beyond `perCore`, for people with nothing running and little recent use. */
  newcomers: 8,
  /** Slots kept started beyond the busy ones: a start takes seconds on a busy machine. */
  newcomersReady: 2,
  /** Recent CPU time, ms, above which an asker is greedy: all greedy askers share as many slots as there are cores. */
  greedyMs: 5_000,
  /** Recent slot time, ms, above which an asker is heavy; its half-life, ms; and the number of askers tracked. */
  lightMs: 5_000,
  usageHalfMs: 30_000,
  usageKept: 10_000,
  /** Added to the use, ms, of a run after which its slot must be renewed: about as long as that takes. */
  renewalMs: 1_000,
  /**
   * A job to be run alone delays each other job for at most `quietMs`, all of them for `holdMs`, and itself waits up to
   * `aloneMs`.
   */
  quietMs: 750,
  holdMs: 1_500,
  crowd: 4,
  aloneMs: 15_000,
  /** A run that used more CPU time than this, ms, gets a low CPU weight. */
  freshMs: 100,
  /** A slot is renewed after this many runs, so that hash seed and allocator state don't persist. */
  runsPerSlot: 500,
  /** A slot beyond the warm ones is removed after this much idle time, ms. */
  idleMs: 10_000,
  /**
   * A result later than wall limit + this makes the slot suspicious. A swarm of processes leaves init little of a core.
   */
  lateMs: 10_000,
  /** A run that doesn't end within this time after being stopped, ms, is killed with its slot. */
  stopMs: 3_000,
  startMs: 20_000,
  closeGraceMs: 15_000,
} as const
