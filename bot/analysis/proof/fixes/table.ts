/** The mechanical fix of each finding that has one. */
import type { Finding } from '../../advice.ts'
import { collectFacts } from '../../facts/collect.ts'
import type { Facts } from '../../facts/facts.ts'
import { readSyntax } from '../../facts/syntax.ts'
import { FINDINGS } from '../../findings/table.ts'
import * as coroutines from './coroutines.ts'
import type { Fix } from './fix.ts'
import * as queues from './queues.ts'
import * as shared from './shared.ts'
import * as threads from './threads.ts'

type Row = Readonly<{ fix: Fix; corrects?: true; reveals?: true }>

/** The first that fits. */
function either(...fixes: readonly Fix[]): Fix {
  return (...given) => {
    for (const fix of fixes) {
      const program = fix(...given)
      if (program !== null) return program
    }
    return null
  }
}

/** `corrects`: the mistake is in what the program prints, so that may change. */
const FIXES: Readonly<Record<string, Row>> = {
  'blocking-sleep-in-async': { fix: coroutines.asyncSleep },
  'blocking-http-in-async': { fix: coroutines.inThread },
  'blocking-file-in-async': { fix: coroutines.inThread },
  'blocking-subprocess-in-async': { fix: coroutines.inThread },
  'blocking-socket-or-db-in-async': { fix: coroutines.inThread },
  'blocking-input-in-async': { fix: coroutines.inThread },
  'blocking-lock-or-queue-in-async': { fix: coroutines.inThread },
  'indirect-blocking': { fix: coroutines.inThread },
  'forgotten-await': { fix: coroutines.awaited, corrects: true },
  'nested-asyncio-run': { fix: coroutines.awaitedHere },
  'dangling-task': { fix: coroutines.taskAwaited, corrects: true },
  'removed-api': { fix: coroutines.withoutRemoved },
  'queue-task-done-missing': { fix: queues.taskDone },
  'consumer-never-ends': { fix: either(queues.cancelledAfterJoin, queues.stoppedByNone) },
  'race-across-await': { fix: threads.locked, corrects: true },
  'shared-state-race': { fix: threads.locked, corrects: true },
  'lock-reentrancy': { fix: threads.reentrant },
  'lock-order': { fix: threads.inOneOrder },
  'missing-main-guard': { fix: threads.withMainGuard },
  'thread-called-not-passed': { fix: threads.passedOn, corrects: true },
  unpicklable: { fix: threads.named },
  'semaphore-misuse': { fix: threads.oneSemaphore, corrects: true },
  'unjoined-thread': { fix: threads.joinedBefore, corrects: true },
  'pipe-deadlock': { fix: either(threads.communicated, shared.communicatedAsync), corrects: true },
  'lock-over-await': { fix: shared.asyncLock },
  'context-lost': { fix: shared.contextCarried },
  'pool-terminated': { fix: shared.insidePool, corrects: true },
  'semaphore-around-gather': { fix: shared.semaphoreInside },
  'thread-touches-loop': { fix: shared.throughLoop },
  'coroutine-in-thread': { fix: shared.coroutineRun, corrects: true },
  'nested-proxy': { fix: shared.valuePutBack, corrects: true },
  'results-never-read': { fix: threads.resultsRead, corrects: true, reveals: true },
}

/** The mistake hides an error. */
export const isRevealing = (name: string): boolean => FIXES[name]?.reveals === true

export const isCorrecting = (name: string): boolean => FIXES[name]?.corrects === true

/** A mistake can be made in so many places. */
const MOST_PLACES = 8

/** The program with the mistake fixed everywhere; null where no fix fits. */
export function fixed({ name, line, message }: Finding, facts: Facts): string | null {
  const fix = FIXES[name]?.fix
  const rule = FINDINGS.find((each) => each.name === name)
  if (!fix || !rule) return null
  let current = facts
  let at: Readonly<{ line: number | null; message: string }> = { line, message }
  for (let place = 0; place < MOST_PLACES; place += 1) {
    const changed = fix(current, at.line ?? 0, at.message)
    if (changed === null || changed === current.source) break
    const syntax = readSyntax(changed)
    if (syntax.broken) return null
    current = collectFacts(changed, syntax)
    const [next] = rule.find({ facts: current, measures: null, hints: [] })
    if (!next) break
    at = next
  }
  return current === facts ? null : current.source
}
