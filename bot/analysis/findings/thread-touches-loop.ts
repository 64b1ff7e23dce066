/** Objects of asyncio that another thread uses as if they were thread-safe. */
import type { Call, Facts, Func, Spawn } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import { enclosing } from '../facts/syntax.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'
import { THREADS } from './evidence.ts'

const LOOP = String.raw`asyncio\.(get_running_loop|get_event_loop|new_event_loop)\(\)`
/** Plain calls that change something the event loop waits for. */
const TOUCHES = new RegExp(
  [
    String.raw`^asyncio\.(Queue|LifoQueue|PriorityQueue)\(\)\.(put_nowait|get_nowait|task_done)$`,
    String.raw`^asyncio\.(Event\(\)\.(set|clear)|Condition\(\)\.notify(_all)?|(Lock|Semaphore|BoundedSemaphore)\(\)\.release)$`,
    String.raw`^(asyncio\.Future|${LOOP}\.create_future)\(\)\.(set_result|set_exception|cancel)$`,
    String.raw`^(asyncio|${LOOP})\.create_task\(\)\.cancel$`,
    String.raw`^${LOOP}\.(call_soon|call_later|call_at|stop)$`,
  ].join('|'),
)
/** These start a coroutine, or make one that nobody in a thread can await. */
const STARTS = new RegExp(
  String.raw`^(asyncio|${LOOP})\.(create_task|ensure_future)$|^asyncio\.(Queue|LifoQueue|PriorityQueue)\(\)\.(put|get|join)$|^asyncio\.Event\(\)\.wait$`,
)
const OWN_LOOP = /(^asyncio\.run|\.run_until_complete|\.run_forever|\.new_event_loop)$/

/** The loop doesn't wake up for it, or its state is torn. */
export const threadTouchesLoop: FindingRule = {
  name: 'thread-touches-loop',
  severity: 'error',
  docs: 'library/asyncio-dev.html#concurrency-and-multithreading',
  *find({ facts }) {
    const seen = new Set<Call>()
    for (const spawn of facts.spawns) {
      const { target, kind } = spawn
      if (!target || target.async || !THREADS.some((each) => each === kind)) continue
      const reached = callsIn(target)
      if (reached.some((call) => OWN_LOOP.test(call.name))) continue
      for (const call of reached) {
        if (seen.has(call) || !(TOUCHES.test(call.name) || STARTS.test(call.name))) continue
        seen.add(call)
        if (!isSentToLoop(call, facts)) yield touching(call, spawn)
      }
    }
  },
}

const callsIn = (func: Func): Call[] => [
  ...new Set(reachedFrom(func, false).map(({ call }) => call)),
]

function touching(call: Call, spawn: Spawn): { line: number; message: string } {
  const text = call.node.children[0]?.text ?? call.name
  const thread = `in another thread (from line ${spawn.call.line})`
  if (STARTS.test(call.name)) {
    const coro = /create_task|ensure_future/.test(call.name)
      ? (call.arguments[0]?.text ?? '...')
      : `${text}(...)`
    return {
      line: call.line,
      message: `Line ${call.line} calls ${code(text)} ${thread}, where no event loop runs: hand the coroutine to the loop with ${code(`asyncio.run_coroutine_threadsafe(${coro}, loop)`, 100)}.`,
    }
  }
  return {
    line: call.line,
    message: `Line ${call.line} calls ${code(text)} ${thread}, and asyncio objects are not thread-safe: the event loop doesn't wake up for it. Use ${code(`loop.call_soon_threadsafe(${text}${call.arguments.length > 0 ? ', ...' : ''})`, 100)}, with \`loop = asyncio.get_running_loop()\` from the coroutine.`,
  }
}

/** `run_coroutine_threadsafe(queue.put(x), loop)` is the right way. */
function isSentToLoop(call: Call, facts: Facts): boolean {
  for (const outer of enclosing(call.node)) {
    if (/_statement$/.test(outer.type)) return false
    if (
      /(run_coroutine_threadsafe|call_soon_threadsafe)$/.test(facts.callAt.get(outer)?.name ?? '')
    )
      return true
  }
  return false
}
