/** Every finding the advisor knows. A new one is a rule in a file of this folder and a row here. */
import type { FindingRule } from '../program.ts'
import { BLOCKING } from './blocking.ts'
import { missingTimeout, swallowedCancel } from './cancelling.ts'
import { contextLost } from './context-lost.ts'
import { danglingTask, exceptionNeverRetrieved, forgottenAwait } from './coroutines.ts'
import { cpuInAsync } from './cpu-in-async.ts'
import { executorShutdown } from './executor-shutdown.ts'
import { indirectBlocking } from './indirect-blocking.ts'
import { jobsHoldUp, spinning } from './jobs.ts'
import { leftRunning } from './left-running.ts'
import { lockOrder, lockReentrancy, semaphoreMisuse } from './locks.ts'
import {
  busyWait,
  deprecatedLoopApi,
  gatherErrorsIgnored,
  nestedAsyncioRun,
  unboundedGather,
} from './loops.ts'
import { oneClientAtATime } from './one-client.ts'
import { pointlessAsync } from './pointless-async.ts'
import {
  missingMainGuard,
  picklingCost,
  poolOverhead,
  poolTooSmall,
  processesForIo,
  threadCalledNotPassed,
  threadsOnCpu,
  unpicklable,
} from './pools.ts'
import { consumerNeverEnds, pipeDeadlock, queueTaskDoneMissing } from './queues.ts'
import { removedApi } from './removed-api.ts'
import { resultsNeverRead } from './results-never-read.ts'
import { sequentialAwait } from './sequential-await.ts'
import { sessionPerRequest, sessionUnclosed } from './sessions.ts'
import { raceAcrossAwait, serialisedByLock, sharedStateRace } from './sharing.ts'
import { sleepingGenerators } from './sleeping-generators.ts'
import { takingTurns } from './taking-turns.ts'
import { notShared, unjoinedThread } from './unjoined.ts'
import { algorithmFirst, dependencyChain } from './work.ts'

export const FINDINGS: readonly FindingRule[] = [
  ...BLOCKING,
  indirectBlocking,
  executorShutdown,
  sessionUnclosed,
  sessionPerRequest,
  cpuInAsync,
  pointlessAsync,
  sequentialAwait,
  forgottenAwait,
  danglingTask,
  exceptionNeverRetrieved,
  resultsNeverRead,
  leftRunning,
  contextLost,
  nestedAsyncioRun,
  deprecatedLoopApi,
  unboundedGather,
  raceAcrossAwait,
  sharedStateRace,
  unjoinedThread,
  notShared,
  lockReentrancy,
  lockOrder,
  poolTooSmall,
  queueTaskDoneMissing,
  consumerNeverEnds,
  pipeDeadlock,
  threadsOnCpu,
  processesForIo,
  poolOverhead,
  picklingCost,
  missingMainGuard,
  unpicklable,
  serialisedByLock,
  takingTurns,
  sleepingGenerators,
  oneClientAtATime,
  jobsHoldUp,
  missingTimeout,
  swallowedCancel,
  busyWait,
  spinning,
  threadCalledNotPassed,
  removedApi,
  semaphoreMisuse,
  gatherErrorsIgnored,
  dependencyChain,
  algorithmFirst,
]
