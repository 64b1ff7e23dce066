/** Every finding the advisor knows. A new one is a rule in a file of this folder and a row here. */
import type { FindingRule } from '../program.ts'
import { BLOCKING } from './blocking.ts'
import { missingTimeout, swallowedCancel } from './cancelling.ts'
import { danglingTask, exceptionNeverRetrieved, forgottenAwait } from './coroutines.ts'
import { cpuInAsync } from './cpu-in-async.ts'
import { executorShutdown } from './executor-shutdown.ts'
import { indirectBlocking } from './indirect-blocking.ts'
import { lockOrder, lockReentrancy, semaphoreMisuse } from './locks.ts'
import {
  busyWait,
  deprecatedLoopApi,
  gatherErrorsIgnored,
  nestedAsyncioRun,
  unboundedGather,
} from './loops.ts'
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
import { raceAcrossAwait, serialisedByLock, sharedStateRace } from './sharing.ts'
import { takingTurns } from './taking-turns.ts'
import { notShared, unjoinedThread } from './unjoined.ts'
import { algorithmFirst, dependencyChain } from './work.ts'

export const FINDINGS: readonly FindingRule[] = [
  ...BLOCKING,
  indirectBlocking,
  executorShutdown,
  cpuInAsync,
  pointlessAsync,
  sequentialAwait,
  forgottenAwait,
  danglingTask,
  exceptionNeverRetrieved,
  resultsNeverRead,
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
  missingTimeout,
  swallowedCancel,
  busyWait,
  threadCalledNotPassed,
  removedApi,
  semaphoreMisuse,
  gatherErrorsIgnored,
  dependencyChain,
  algorithmFirst,
]
