/** Threads, processes and pools that cannot help, cost more than they save, or cannot start. */
import type { Lane } from '../../../sandbox/sandbox.ts'
import type { Call, Func, Spawn } from '../facts/facts.ts'
import { computes, reachedFrom, waitsIn } from '../facts/running.ts'
import { enclosing, part, receiverOf } from '../facts/syntax.ts'
import { isComputing, NOISY } from '../measure.ts'
import type { FindingRule } from '../program.ts'
import { code, duration, times } from '../wording.ts'
import { PROCESSES, THREADS } from './evidence.ts'

const isOne = (kinds: readonly string[]) => (spawn: Spawn) => kinds.includes(spawn.kind)

/** A job waits for another job of the same pool: once every worker waits, none is left to run it. */
export const poolTooSmall: FindingRule = {
  name: 'pool-too-small',
  severity: 'error',
  docs: 'library/concurrent.futures.html#threadpoolexecutor',
  *find({ facts }) {
    for (const spawn of facts.spawns) {
      const { target } = spawn
      if (!target || spawn.kind !== 'thread-pool') continue
      const pool = receiverOf(spawn.call.node)?.text ?? ''
      for (const { call } of reachedFrom(target)) {
        const submits =
          call.library?.starts === 'thread-pool' && (receiverOf(call.node)?.text ?? '') === pool
        if (!submits || !/\.result\(|wait\(|as_completed\(|list\(/.test(call.func.node.text))
          continue
        yield {
          line: call.line,
          message: `Line ${call.line}: a job of the pool ${code(pool)} waits for another job of the same pool; when every worker waits, none is left to do the work. Submit from outside, or use a second pool.`,
        }
        return
      }
    }
  },
}

/** Threads that compute in Python take turns because of the GIL. */
export const threadsOnCpu: FindingRule = {
  name: 'threads-on-cpu',
  severity: 'warning',
  docs: 'glossary.html#term-global-interpreter-lock',
  *find({ facts, measures }) {
    const threads = facts.spawns
      .filter(isOne(THREADS))
      .filter(({ target }) => target && onlyComputes(target))
    const [first] = threads
    const several = threads.length > 1 || (first !== undefined && first.fan !== 1)
    if (!first || !several) return
    if (measures && (!isComputing(measures) || measures.cpuMs < 100 || measures.coresUsed > 1.3))
      return
    if (measures?.trace?.gil === false) return
    const measured = measures && measures.noise < NOISY
    yield {
      line: first.call.line,
      message: measured
        ? `The threads of line ${first.call.line} shared one core (CPU ${duration(measures.cpuMs)} in ${duration(measures.wallMs)}): the GIL lets one thread of Python run at a time; use ProcessPoolExecutor.`
        : `The threads of line ${first.call.line} compute, and the GIL lets one thread of Python run at a time; use ProcessPoolExecutor.`,
    }
  },
}

const onlyComputes = (func: Func): boolean =>
  computes(func) && !reachedFrom(func).some(({ call }) => call.library?.freesGil)

/** Processes that only wait, where threads would be cheaper. */
export const processesForIo: FindingRule = {
  name: 'processes-for-io',
  severity: 'warning',
  docs: 'library/concurrent.futures.html#threadpoolexecutor',
  *find({ facts, measures }) {
    const first = facts.spawns
      .filter(isOne(PROCESSES))
      .find(({ target }) => target && onlyWaits(target))
    if (!first || (measures && measures.demand > 0.5)) return
    const share = measures
      ? `, ${Math.round((1 - Math.min(1, measures.demand)) * 100)} % of the time here`
      : ''
    yield {
      line: first.call.line,
      message: `The processes of line ${first.call.line} mostly wait${share}; threads do the same with less memory and a quicker start.`,
    }
  },
}

function onlyWaits(func: Func): boolean {
  const waits = waitsIn(func).filter(({ call }) =>
    /^(sleep|network)$/.test(call.library?.waits ?? ''),
  )
  const heavy = reachedFrom(func).some(({ call }) => call.target && call.target.loops.length > 1)
  return waits.length > 0 && !heavy
}

const SMALL_WORK_MS = 60
/** Sending a piece alone costs about 0.1 ms. */
const SMALL_PIECE_MS = 0.5
const FORK_CPU_MS = 4

/** The pool costs more than the work it does. */
export const poolOverhead: FindingRule = {
  name: 'pool-overhead',
  severity: 'warning',
  docs: 'library/concurrent.futures.html#concurrent.futures.Executor.map',
  *find({ facts, measures }) {
    const first = facts.spawns.find(isOne(PROCESSES))
    if (!first || (first.target && waitsIn(first.target).length > 0)) return
    if (!measures) {
      if (isTiny(first.target)) {
        yield {
          line: first.call.line,
          message: `What the processes of line ${first.call.line} do is tiny: starting them and sending the data costs more.`,
        }
      }
      return
    }
    const work = workerCpuMs(measures.result.lanes)
    if (measures.result.status !== 'ok' || measures.waiting('sleep') > 50) return
    // With many tiny pieces, a worker spends most of its time receiving and sending them.
    const piece = first.fan === null ? null : work / first.fan
    const sending = piece !== null && piece < SMALL_PIECE_MS && isTiny(first.target)
    if (work > SMALL_WORK_MS && !sending) return
    yield {
      line: first.call.line,
      message: `The processes of line ${first.call.line} computed for ${duration(work)} together, in a run of ${duration(measures.wallMs)}: starting them and sending the data cost more than the work.`,
    }
  },
}

const isTiny = (func: Func | null): boolean =>
  func !== null && func.loops.length === 0 && func.calls.every(isCheap)

const isCheap = (call: Call): boolean => call.library === null && call.target === null

/** CPU time of all processes but the first, without the cost of forking, ms. */
function workerCpuMs(lanes: readonly Lane[]): number {
  const main = lanes[0]?.pid
  const workers = new Map<number, number>()
  for (const lane of lanes) {
    if (lane.pid !== main) workers.set(lane.pid, (workers.get(lane.pid) ?? 0) + lane.cpuMs)
  }
  let sum = 0
  for (const cpuMs of workers.values()) sum += Math.max(0, cpuMs - FORK_CPU_MS)
  return sum
}

const BIG_ITEMS = 500_000

/** Big values travel to the workers through a pipe, pickled. */
export const picklingCost: FindingRule = {
  name: 'pickling-cost',
  severity: 'warning',
  docs: 'library/multiprocessing.html#programming-guidelines',
  *find({ facts }) {
    for (const spawn of facts.spawns) {
      if (!isOne(PROCESSES)(spawn)) continue
      const mapped = /map/.test(spawn.call.name)
      const given = [
        ...spawn.call.arguments.slice(1),
        ...(spawn.call.keywords.get('args')?.children ?? []),
      ]
      const big = given.find((each) => {
        const length = facts.lengthOf(each, spawn.call.func)
        // A mapped iterable travels item by item; a range inside it costs nothing.
        return (
          !mapped && each.text.indexOf('range(') !== 0 && length !== null && length >= BIG_ITEMS
        )
      })
      if (!big) continue
      yield {
        line: spawn.call.line,
        message: `Line ${spawn.call.line} sends ${times(facts.lengthOf(big, spawn.call.func) ?? 0, 'item')} to another process: pickling them can cost more than the work. Pass a file name or a range instead.`,
      }
    }
  },
}

const STARTS_PROCESSES =
  /^(multiprocessing\.(get_context\(\)\.)?(Process|Pool|Manager)(\(\)\.start)?|multiprocessing\.pool\.Pool|concurrent\.futures\.ProcessPoolExecutor)$/

/** Processes started while the module is read. */
export const missingMainGuard: FindingRule = {
  name: 'missing-main-guard',
  severity: 'hint',
  docs: 'library/multiprocessing.html#the-spawn-and-forkserver-start-methods',
  *find({ facts, measures }) {
    const start = facts.calls.find(
      (call) => call.func === facts.module && STARTS_PROCESSES.test(call.name) && !isGuarded(call),
    )
    if (!start) return
    const fresh =
      /set_start_method\(\s*['"](spawn|forkserver)|get_context\(\s*['"](spawn|forkserver)/.test(
        facts.source,
      ) || forkserverByDefault(measures?.result.python)
    const seen = measures?.result.output.some(({ text }) => CHILD_STARTED_AGAIN.test(text)) === true
    yield {
      line: start.line,
      ...(fresh || seen ? { severity: 'error' as const } : {}),
      message: seen
        ? `Line ${start.line} starts processes while the module is imported, and each new process imports it again, so it tried to start processes too: put everything that starts them under \`if __name__ == '__main__':\`.`
        : `Line ${start.line} starts processes while the module is read: put it under \`if __name__ == '__main__':\`, or it breaks on Windows, on macOS and on Python 3.14.`,
    }
  },
}

/** What a child prints that starts children while it imports the program. */
const CHILD_STARTED_AGAIN = /before the current process has finished its bootstrapping phase/

const isGuarded = (call: Call): boolean =>
  [...enclosing(call.node)].some(
    (node) => node.type === 'if_statement' && /__name__/.test(part(node, 'condition')?.text ?? ''),
  )

function forkserverByDefault(python: string | undefined): boolean {
  const minor = /3\.(\d+)/.exec(python ?? '')?.[1]
  return minor !== undefined && Number(minor) >= 14
}

/** The function is called and its result passed, instead of the function itself. */
export const threadCalledNotPassed: FindingRule = {
  name: 'thread-called-not-passed',
  severity: 'error',
  docs: 'library/threading.html#threading.Thread',
  *find({ facts }) {
    for (const { kind, call, handed } of facts.spawns) {
      if (kind === 'task' || kind === 'program' || handed?.type !== 'call') continue
      const made = facts.calls.find((each) => each.node === handed)
      if (!made || !(returnsNothingCallable(made.target) || made.library?.waits)) continue
      const name = part(handed, 'function')?.text ?? ''
      yield {
        line: call.line,
        message: `Line ${call.line} calls ${code(`${name}()`)} at once and hands its result over: pass the function, ${code(name)}, and its arguments apart.`,
      }
    }
  },
}

/** Whether it doesn't return an inner function. */
function returnsNothingCallable(func: Func | null): boolean {
  if (!func) return false
  return (
    !/return\s+(lambda\b|partial\b|functools\.partial\b)/.test(func.node.text) &&
    !/^[ \t]*(?:async )?def /m.test(func.body.text)
  )
}
