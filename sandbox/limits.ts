/** What one run may use. One table; each can be set for a job or by the environment (`OVERLAP_LIMIT_…`). */
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
  /** A run that writes more is ended. */
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

/** Arguments of a program, together: they reach it in one write to a pipe, which is whole up to 4 KiB. */
export const ARGS_BYTES = 3 * KIB

export type Limits = Readonly<Record<keyof typeof LIMITS, number>>

/** The waiting line and the set of slots. */
export const POOL = {
  /** Slots that are kept started, and the memory of the machine for each one more of them: it holds 21 MiB. */
  warm: 2,
  memoryPerWarm: 1024 * MIB,
  perCore: 4,
  /** Jobs that may wait; as many more askers who have none waiting yet; those of one asker. */
  waiting: 100,
  waitingFirst: 50,
  waitingPerAsker: 6,
  /** Jobs of one asker that may wait in the background. */
  waitingBehind: 2,
  /** Places of either kind that no origin alone can fill. */
  waitingElsewhere: 10,
  /** Slots beyond those of `perCore`, for people of whom nothing runs and who used little of late. */
  newcomers: 8,
  /** Slots kept started beyond the busy ones: a start takes seconds on a busy machine. */
  newcomersReady: 2,
  /** CPU time of runs that is a lot. Those who used it share as many slots as there are cores. */
  greedyMs: 5_000,
  /** Slot time that is little, its half-life, and how many people it is known of. */
  lightMs: 5_000,
  usageHalfMs: 30_000,
  usageKept: 10_000,
  /** A run after which its slot must be renewed counts as so much longer: about what that takes. */
  renewalMs: 1_000,
  /** A job that wants to be alone holds each other one up for so long at most, and so long in all; then it starts beside them. */
  quietMs: 750,
  holdMs: 1_500,
  crowd: 4,
  aloneMs: 15_000,
  /** A run that used more CPU time gets little of the CPU when others want it. */
  freshMs: 100,
  /** A slot is renewed after so many runs: hash seed and allocator state do not live for ever. */
  runsPerSlot: 500,
  /** A slot beyond the warm ones ends after so long without work. */
  idleMs: 10_000,
  /** A result later than wall limit + this makes the slot suspicious. A swarm of processes leaves init little of a core. */
  lateMs: 10_000,
  /** A run that was told to stop and goes on for longer is ended with its slot. */
  stopMs: 3_000,
  startMs: 20_000,
  closeGraceMs: 15_000,
} as const
