/** Queues whose readers or joins wait forever. */
import type { Call, Facts, Func } from '../facts/facts.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { code, lines } from '../wording.ts'
import { timedOut } from './evidence.ts'

const QUEUE = /(^|\.)(Queue|LifoQueue|PriorityQueue|JoinableQueue)\(\)\./

/** `join()` counts `task_done()` calls, and there are none. */
export const queueTaskDoneMissing: FindingRule = {
  name: 'queue-task-done-missing',
  severity: 'error',
  docs: 'library/asyncio-queue.html#asyncio.Queue.task_done',
  *find({ facts }) {
    const join = facts.calls.find((call) => QUEUE.test(call.name) && call.name.endsWith('.join'))
    const gets = facts.calls.some(
      (call) => call.name.endsWith('.get') || call.name.endsWith('.get_nowait'),
    )
    const done = facts.files.some(({ source }) => source.includes('task_done'))
    if (!join || !gets || done) return
    yield {
      line: join.line,
      message: `${code('join()')} at line ${join.line} waits until \`task_done()\` was called for every item, and no consumer calls it.`,
    }
  },
}

const ENDING =
  'cancel the consumers after `await queue.join()`, or put one sentinel (such as `None`) for each and stop at it'

/** Threads can't be cancelled. */
const SENTINEL = 'put one sentinel (such as `None`) for each consumer and stop at it'

/** A consumer waits for items that nobody will put. */
export const consumerNeverEnds: FindingRule = {
  name: 'consumer-never-ends',
  severity: 'warning',
  docs: 'library/asyncio-queue.html#examples',
  *find(program) {
    const stuck = [...stuckConsumers(program)]
    if (stuck.length > 0) return yield* stuck
    if (program.measures && !timedOut(program)) return
    for (const func of program.facts.functions) {
      const get = endlessGet(func)
      if (!get || !isWaitedFor(func, program.facts)) continue
      yield {
        line: get.line,
        severity: timedOut(program) ? 'error' : 'warning',
        message: `${code(func.qualified)} gets from the queue at line ${get.line} in an endless loop, and something waits for it to end; ${func.async ? ENDING : SENTINEL}.`,
      }
    }
  },
}

/** Identified by its type, or by its name where the type isn't known. */
const isQueueGet = (call: Call): boolean =>
  call.name.endsWith('.get') &&
  (QUEUE.test(call.name) || /(^|[._])(q|queue)\.get$/i.test(call.name))

function* stuckConsumers(program: Program): Generator<Sighting> {
  if (!timedOut(program)) return
  const gets = new Set(program.facts.calls.filter(isQueueGet).map((call) => call.line))
  // A client's `get` waits for the network.
  const requests = new Set(
    program.facts.calls.flatMap((call) => (call.library?.waits === 'network' ? [call.line] : [])),
  )
  const seen = new Set<number>()
  const puts = program.facts.calls.filter((call) => /\.put(_nowait)?$/.test(call.name))
  const { stuckTasks = [], stuckThreads = [] } = program.measures?.trace ?? {}
  for (const task of stuckTasks) {
    // Without a line it is a task of a library.
    if (task.waitingIn !== 'get' || task.line === 0 || seen.has(task.line)) continue
    if (requests.has(task.line)) continue
    seen.add(task.line)
    yield waiting(`Task ${code(task.name)} (${code(task.coro)})`, task.line, puts)
  }
  for (const thread of stuckThreads) {
    if (!gets.has(thread.line) || thread.daemon || seen.has(thread.line)) continue
    seen.add(thread.line)
    yield waiting(`Thread ${code(thread.name)} (${code(thread.func)})`, thread.line, puts, SENTINEL)
  }
}

const waiting = (who: string, line: number, puts: readonly Call[], ending = ENDING): Sighting => ({
  line,
  severity: 'error',
  message: `${who} still waited in \`queue.get()\` at line ${line} when time was up: the queue is empty, and ${puts.length > 0 ? `what puts into it (${lines(puts.map((put) => put.line))}) had finished` : 'nothing puts into it'}. To end it, ${ending}.`,
})

/** The `get` in a `while True` without an exit. */
const endlessGet = (func: Func): Call | undefined =>
  func.calls.find(
    (call) =>
      QUEUE.test(call.name) &&
      call.name.endsWith('.get') &&
      call.loops.some((loop) => loop.endless),
  )

const ENDS_IT = /\.cancel\(|daemon\s*=\s*True|\.daemon\b|\.shutdown\(|wait_for|timeout/

/** Something waits for it to finish, but nothing ends it. */
function isWaitedFor(func: Func, facts: Facts): boolean {
  if (facts.files.some(({ source }) => ENDS_IT.test(source))) return false
  const spawned = facts.spawns.some(
    ({ target, call }) => target === func && (func.async ? isAwaitedGroup(call, facts) : true),
  )
  return spawned || facts.calls.some((call) => call.target === func && call.awaited)
}

const isAwaitedGroup = (call: Call, facts: Facts): boolean =>
  /gather|wait$|TaskGroup/.test(call.name) ||
  facts.calls.some((each) => each.awaited && /gather|wait$/.test(each.name))
