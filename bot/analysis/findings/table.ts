/** Every finding the advisor knows. To add one, write a rule in this folder and add a row here. */
import type { FindingRule } from '../program.ts'
import { asyncTestNotRun } from './async-tests.ts'
import { BLOCKING } from './blocking.ts'
import { missingTimeout, swallowedCancel } from './cancelling.ts'
import { contextLost } from './context-lost.ts'
import { coroutineInThread } from './coroutine-in-thread.ts'
import { danglingTask, exceptionNeverRetrieved, forgottenAwait } from './coroutines.ts'
import { cpuInAsync } from './cpu-in-async.ts'
import { executorShutdown } from './executor-shutdown.ts'
import { frozenWindow } from './frozen-window.ts'
import { indirectBlocking } from './indirect-blocking.ts'
import { jobsHoldUp, spinning } from './jobs.ts'
import { leftRunning } from './left-running.ts'
import { lockOverAwait } from './lock-over-await.ts'
import { lockOrder, lockReentrancy, semaphoreMisuse } from './locks.ts'
import {
  busyWait,
  deprecatedLoopApi,
  gatherErrorsIgnored,
  nestedAsyncioRun,
  unboundedGather,
} from './loops.ts'
import { nestedProxy } from './nested-proxy.ts'
import { oneClientAtATime } from './one-client.ts'
import { pipeDeadlock } from './pipe-deadlock.ts'
import { pointlessAsync } from './pointless-async.ts'
import { poolTerminated, workerEnded } from './pool-ended.ts'
import {
  missingMainGuard,
  picklingCost,
  poolOverhead,
  poolTooSmall,
  processesForIo,
  threadCalledNotPassed,
  threadsOnCpu,
} from './pools.ts'
import { consumerNeverEnds, queueTaskDoneMissing } from './queues.ts'
import { removedApi } from './removed-api.ts'
import { resultsNeverRead } from './results-never-read.ts'
import { rowsToPool } from './rows-to-pool.ts'
import { sameRandom } from './same-random.ts'
import { semaphoreAroundGather } from './semaphore-around-gather.ts'
import { sequentialAwait } from './sequential-await.ts'
import { sessionPerRequest, sessionUnclosed } from './sessions.ts'
import { sharedConnection } from './shared-connection.ts'
import { raceAcrossAwait, serialisedByLock, sharedStateRace } from './sharing.ts'
import { sleepingGenerators } from './sleeping-generators.ts'
import { stuckWaiting } from './stuck.ts'
import { takingTurns } from './taking-turns.ts'
import { threadTouchesLoop } from './thread-touches-loop.ts'
import { timeoutOfThread } from './timeout-of-thread.ts'
import { notShared, unjoinedThread } from './unjoined.ts'
import { unpicklable } from './unpicklable.ts'
import { algorithmFirst, dependencyChain } from './work.ts'

export const FINDINGS: readonly FindingRule[] = [
  ...BLOCKING,
  indirectBlocking,
  frozenWindow,
  executorShutdown,
  sessionUnclosed,
  sessionPerRequest,
  cpuInAsync,
  pointlessAsync,
  sequentialAwait,
  forgottenAwait,
  danglingTask,
  exceptionNeverRetrieved,
  coroutineInThread,
  lockOverAwait,
  threadTouchesLoop,
  sharedConnection,
  nestedProxy,
  sameRandom,
  semaphoreAroundGather,
  timeoutOfThread,
  pipeDeadlock,
  poolTerminated,
  workerEnded,
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
  stuckWaiting,
  poolTooSmall,
  queueTaskDoneMissing,
  consumerNeverEnds,
  threadsOnCpu,
  processesForIo,
  rowsToPool,
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
  asyncTestNotRun,
]
