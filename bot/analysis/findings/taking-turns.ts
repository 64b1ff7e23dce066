/** Threads, processes or workers that were started to run concurrently but run one at a time. */
import type { Call, Facts, Loop, Spawn } from '../facts/facts.ts'
import { computes, waitsIn } from '../facts/running.ts'
import { waitedForAt } from '../facts/sites.ts'
import type { FindingRule } from '../program.ts'
import { unlockedUpdate } from './sharing.ts'

export const takingTurns: FindingRule = {
  name: 'taking-turns',
  severity: 'warning',
  docs: 'library/threading.html#threading.Thread.join',
  *find({ facts }) {
    for (const spawn of facts.spawns) {
      if (!isWorthSharing(spawn, facts)) continue
      const joined = joinedInTurn(spawn, facts)
      const pool = poolOfOne(spawn, facts)
      if (joined)
        yield {
          line: joined,
          message: `Line ${joined} waits for each ${WORKERS[spawn.kind]} before the next one is started, so they take turns: start all of them first, then wait for all.`,
        }
      else if (pool)
        yield {
          line: pool.line,
          message: `The pool made at line ${pool.line} has one worker, so what it is given at line ${spawn.call.line} takes turns: give it more workers.`,
        }
      else continue
      return
    }
  },
}

const WORKERS: Readonly<Partial<Record<Spawn['kind'], string>>> = {
  thread: 'thread',
  process: 'process',
  'thread-pool': 'job',
  'process-pool': 'job',
}

/** Several independent pieces of waiting or computing; a single worker can also serve to keep an order. */
function isWorthSharing({ kind, target, fan }: Spawn, facts: Facts): boolean {
  if (!WORKERS[kind] || !target || fan === 1 || unlockedUpdate(target, facts)) return false
  const waits = waitsIn(target).map(({ call }) => call.library?.waits ?? '')
  if (waits.some((kind) => /^(file|database|lock|queue|input)$/.test(kind))) return false
  return waits.length > 0 || computes(target)
}

function joinedInTurn({ call }: Spawn, facts: Facts): number | null {
  const loop = call.loops.at(-1)
  if (loop?.kind !== 'for' || isOneOfSeveral(call, loop, facts)) return null
  const line = waitedForAt(call, loop, call.func)
  const between = call.func.calls.some(
    (each) =>
      line !== null &&
      each.loops.includes(loop) &&
      each.line > call.line &&
      each.line < line &&
      (each.target !== null || each.library?.waits !== undefined),
  )
  return between ? null : line
}

const isOneOfSeveral = (call: Call, loop: Loop, facts: Facts): boolean =>
  facts.spawns.some((other) => other.call !== call && other.call.loops.includes(loop))

const POOL = /(^|\.)(ThreadPoolExecutor|ProcessPoolExecutor|Pool|ThreadPool)$/

/** The pool of a spawn, when every pool in the file has a single worker. */
function poolOfOne({ kind, call }: Spawn, facts: Facts): Call | null {
  if (kind !== 'thread-pool' && kind !== 'process-pool') return null
  const pools = facts.calls.filter((each) => POOL.test(each.name))
  const single = pools.every((pool) => {
    const size =
      pool.keywords.get('max_workers') ?? pool.keywords.get('processes') ?? pool.arguments[0]
    return size !== undefined && facts.numberOf(size, call.func) === 1
  })
  return single ? (pools[0] ?? null) : null
}
