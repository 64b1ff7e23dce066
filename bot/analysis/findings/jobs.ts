/** Schedulers, hand-written or from `schedule`: jobs that delay each other, and loops that busy-wait for the time. */
import type { Call, Facts, Func, Loop } from '../facts/facts.ts'
import { reachedFrom, waitsIn } from '../facts/running.ts'
import { assignedTo, enclosing, executed, type Node, part } from '../facts/syntax.ts'
import { isComputing } from '../measure.ts'
import type { FindingRule, Program } from '../program.ts'
import { code, duration } from '../wording.ts'

type Job = Readonly<{ call: Call; func: Func }>

/** A job that waits for long delays all others in a single-threaded scheduler. */
export const jobsHoldUp: FindingRule = {
  name: 'jobs-hold-up',
  severity: 'error',
  docs: 'library/threading.html#thread-objects',
  *find({ facts }) {
    const jobs = jobsOf(facts)
    if (new Set(jobs.map(({ func }) => func)).size < 2) return
    const slow = jobs.map(({ func }) => ({ func, wait: longWaitIn(func, facts) }))
    const found = slow.find(({ wait }) => wait !== null)
    if (!found?.wait) return
    const { func, wait } = found
    yield {
      line: wait.line,
      message: `${code(func.qualified)} waits at line ${wait.line}, and the scheduler runs its jobs one after another in one thread, so every other job is late until it ends. Let the job only start the work: ${code(`threading.Thread(target=${func.name}).start()`)}.`,
    }
  },
}

/** Functions given to `schedule.every().minute.do(job)` or to the standard library's `sched`. */
function jobsOf(facts: Facts): Job[] {
  return facts.calls.flatMap((call) => {
    const handed = handedJob(call)
    const func = handed && facts.functionNamed(handed, call.func)
    return func ? [{ call, func }] : []
  })
}

function handedJob(call: Call): Node | null {
  if (/^schedule\..*\.do$/.test(call.name) || /\.every\(.*\.do$/.test(call.name))
    return call.arguments[0] ?? null
  if (/^sched\.scheduler\(\)\.(enter|enterabs)$/.test(call.name))
    return call.arguments[2] ?? call.keywords.get('action') ?? null
  return null
}

const LONG_S = 1

/** A sleep of a second or more, requests in a loop, or another program. */
function longWaitIn(func: Func, facts: Facts): Call | null {
  return (
    waitsIn(func).find(({ call, path }) => {
      const waits = call.library?.waits
      if (call.library?.coroutine) return false
      if (waits === 'sleep') {
        const [seconds] = call.arguments
        const length = seconds ? facts.numberOf(seconds, call.func) : null
        const repeated = [call, ...path].some((each) => each.loops.length > 0)
        return length === null || length >= LONG_S || repeated
      }
      return waits === 'network' || waits === 'child'
    })?.call ?? null
  )
}

const CLOCK =
  /^(time\.(time|monotonic|perf_counter)|datetime\.(datetime\.)?(now|utcnow|today)|time|monotonic|perf_counter)$/
/** Checks whether something is available, and returns immediately. */
const ASKS =
  /(\.(run_pending|empty|is_set|done|is_alive|poll|locked|qsize|ready|get_nowait|exists)|^os\.path\.(exists|isfile))$/
const SPUN_MS = 150

/** A `while` that polls the clock or a flag without ever waiting. */
export const spinning: FindingRule = {
  name: 'spinning',
  severity: 'warning',
  docs: 'library/time.html#time.sleep',
  *find(program) {
    const { facts } = program
    for (const func of facts.functions) {
      for (const loop of func.loops) {
        const asked = loop.kind === 'while' ? askedIn(loop, func, facts) : null
        if (!asked) continue
        const ms = spunMs(loop, program)
        // Unmeasured, only a scheduler without a pause is sure to spin.
        if (ms === null ? !/\.(run_pending|run)$/.test(asked) : ms < SPUN_MS) continue
        yield {
          line: loop.line,
          severity: ms === null ? 'warning' : 'error',
          message: `The loop at line ${loop.line} asks ${code(`${asked}()`)} again and again without a pause, which keeps a core busy${ms === null ? '' : ` (${duration(ms)} of CPU here)`}. ${remedy(asked, func)}.`,
        }
      }
    }
  },
}

function remedy(asked: string, func: Func): string {
  const sleep = func.async ? '`await asyncio.sleep(0.1)`' : '`time.sleep(0.1)`'
  if (/empty|qsize|get_nowait/.test(asked)) return 'Wait with `queue.get()` instead'
  if (/is_set/.test(asked)) return 'Wait with `event.wait()` instead'
  if (/is_alive/.test(asked)) return 'Wait with `join()` instead'
  if (/done|ready/.test(asked)) return 'Wait for the result instead'
  return `Put ${sleep} at the end of its body, or sleep until the next job is due`
}

/** What the loop polls, when it neither waits nor works. */
function askedIn(loop: Loop, func: Func, facts: Facts): string | null {
  const inside = func.calls.filter(
    (call) => call.loops.includes(loop) || isIn(call.node, loop.node),
  )
  const asks = inside.filter((call) => ASKS.test(call.name) || isQuestion(call, loop, facts))
  const [first] = asks
  if (!first || hasAwait(loop.node) || inside.some((call) => waits(call))) return null
  // Work in every iteration isn't spinning; only what is under a condition is ignored.
  const works = inside.some(
    (call) => !asks.includes(call) && call.target !== null && !isConditional(call.node, loop.node),
  )
  if (works || innerLoop(loop, func) || isDraining(first, loop)) return null
  return part(first.node, 'function')?.text ?? first.name
}

/** `get_nowait()` until the queue is empty terminates. */
const isDraining = (ask: Call, loop: Loop): boolean =>
  /get_nowait$/.test(ask.name) &&
  [...executed(loop.node)].some(({ type }) => /^(break|return)_statement$/.test(type))

const innerLoop = (loop: Loop, func: Func): boolean =>
  func.loops.some(
    (each) => each !== loop && isIn(each.node, loop.node) && !isConditional(each.node, loop.node),
  )

/** The clock, asked for a decision and not for a stopwatch; `scheduler.run(blocking=False)`. */
function isQuestion(call: Call, loop: Loop, facts: Facts): boolean {
  if (/^sched\.scheduler\(\)\.run$/.test(call.name))
    return call.keywords.get('blocking')?.text === 'False' || call.arguments[0]?.text === 'False'
  if (!CLOCK.test(facts.nameOf(part(call.node, 'function') ?? call.node, call.func))) return false
  if (part(loop.node, 'condition')?.text.includes(call.node.text)) return true
  return [...executed(loop.node)].some(
    (node) =>
      node.type === 'if_statement' &&
      /[<>]=?|[!=]=/.test(part(node, 'condition')?.text ?? '') &&
      (part(node, 'condition')?.text.includes(call.node.text) ||
        mentions(part(node, 'condition'), assignedTo(call.node)?.text ?? null)),
  )
}

const mentions = (node: Node | null, name: string | null): boolean =>
  node !== null &&
  name !== null &&
  [...executed(node)].some((each) => each.type === 'identifier' && each.text === name)

const isIn = (node: Node, outer: Node): boolean =>
  node !== outer && [...enclosing(node)].includes(outer)

const hasAwait = (node: Node): boolean => [...executed(node)].some((each) => each.type === 'await')

function isConditional(node: Node, loop: Node): boolean {
  for (const outer of enclosing(node)) {
    if (outer === loop) return false
    if (/^(if_statement|except_clause|match_statement)$/.test(outer.type)) return true
  }
  return false
}

const WAITS_BY_NAME =
  /\.(sleep|wait|wait_for|join|get|put|recv|accept|read|readline|select|result|acquire|communicate|tick|pause|flip|update|mainloop|waitKey)$|^(input|sleep)$/

const waits = (call: Call): boolean =>
  call.library?.waits !== undefined ||
  WAITS_BY_NAME.test(part(call.node, 'function')?.text ?? '') ||
  (call.target !== null &&
    !isUnderCondition(call) &&
    reachedFrom(call.target).some(({ call: inner }) => inner.library?.waits !== undefined))

function isUnderCondition(call: Call): boolean {
  const loop = call.loops.at(-1)
  return loop !== undefined && isConditional(call.node, loop.node)
}

/** CPU time that went into the loop's own lines, ms; null without a measured run. */
function spunMs(loop: Loop, { measures }: Program): number | null {
  if (!measures?.trace || measures.wallMs < SPUN_MS) return null
  if (!isComputing(measures) && measures.cpuMs < 2 * SPUN_MS) return 0
  let ms = 0
  for (let line = loop.line; line <= loop.node.endLine; line += 1) ms += measures.line(line).cpuMs
  return ms
}
