import type { Func } from '../facts/facts.ts'
import { computes, isRecursive } from '../facts/running.ts'
import { executed } from '../facts/syntax.ts'
import { type Block, isComputing } from '../measure.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { code, duration, times } from '../wording.ts'
import { isOpeningSession } from './sessions.ts'

const FIX =
  'gather cannot overlap computing: move it to `run_in_executor` with a ProcessPoolExecutor'
/**
 * Blocks of the loop shorter than this don't count (ms); from `LONG_MS` on, they are certain mistakes where others
 * wait.
 */
const SHORT_MS = 50
const LONG_MS = 100
const HEAVY_TRIPS = 200_000

/** Computing on the event loop: found by CPU-bound blocks of the loop, otherwise by loops without an await. */
export const cpuInAsync: FindingRule = {
  name: 'cpu-in-async',
  severity: 'warning',
  docs: 'library/asyncio-eventloop.html#executing-code-in-thread-or-process-pools',
  find(program) {
    const measured = measuredHoldUps(program)
    if (measured.length > 0) return measured
    if (program.measures && !isComputing(program.measures)) return []
    return program.facts.functions.filter(isHeavyCoroutine(program)).map((func) => ({
      line: func.line,
      message: `Coroutine ${code(func.qualified)} computes without giving other tasks a turn; ${FIX}.`,
    }))
  },
}

function measuredHoldUps(program: Program): Sighting[] {
  const { measures, facts } = program
  const byCoroutine = new Map<string, Block[]>()
  for (const block of measures?.blocks ?? []) {
    if (block.ms < SHORT_MS || !isCpu(block, measures?.demand ?? 0)) continue
    if (block.lines.every((line) => facts.importLines.has(line) || line === 0)) continue
    if (isOpeningSession(program, block.lines)) continue
    byCoroutine.set(block.coro, [...(byCoroutine.get(block.coro) ?? []), block])
  }
  return [...byCoroutine].map(([coro, blocks]) => holdUp(coro, blocks))
}

/**
 * A call that holds the GIL leaves no samples, and on a busy machine it gets little CPU; then the whole run decides.
 */
const isCpu = ({ cpuShare }: Block, demand: number): boolean =>
  cpuShare !== null && (cpuShare < 0.1 || cpuShare > 0.5) ? cpuShare > 0.5 : demand > 0.8

function holdUp(coro: string, blocks: readonly Block[]): Sighting {
  const total = blocks.reduce((sum, block) => sum + block.ms, 0)
  const ready = Math.max(...blocks.map((block) => block.ready))
  const long = blocks.some((block) => block.ms >= LONG_MS)
  const line = blocks[0]?.lines.find((each) => each > 0) ?? null
  const others = ready > 0 ? ` while ${times(ready, 'callback')} waited for a turn` : ''
  return {
    line,
    severity: ready > 0 && long ? 'error' : 'warning',
    message: `Coroutine ${code(coro)} computed for ${duration(total)}${line ? ` (line ${line})` : ''} without giving the event loop a turn${others}; ${FIX}.`,
  }
}

const isHeavyCoroutine =
  ({ measures, facts }: Program) =>
  (func: Func): boolean => {
    if (!func.async) return false
    if (measures && isRecursive(func) && facts.calls.some((c) => c.target === func && c.awaited))
      return true
    const heavyCall = func.calls.some(
      (call) =>
        call.target !== null &&
        !call.target.async &&
        !call.target.generator &&
        isHeavy(call.target),
    )
    return heavyCall || hasHeavyLoop(func)
  }

const isHeavy = (func: Func): boolean => computes(func) && (isRecursive(func) || hasHeavyLoop(func))

function hasHeavyLoop(func: Func): boolean {
  return func.loops.some((loop) => {
    if (loop.async || (loop.trips ?? 0) < HEAVY_TRIPS) return false
    for (const node of executed(loop.node)) if (node.type === 'await') return false
    return true
  })
}
