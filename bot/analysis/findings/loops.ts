/** Event loops that are started, looked up or polled in the wrong way. */
import type { Call } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import { executed, type Node, part } from '../facts/syntax.ts'
import type { FindingRule, Program } from '../program.ts'
import { code } from '../wording.ts'

const RUNS_LOOP = /^asyncio\.run$|\.run_until_complete$/

/** `asyncio.run` inside a coroutine: a loop is already running there. */
export const nestedAsyncioRun: FindingRule = {
  name: 'nested-asyncio-run',
  severity: 'error',
  docs: 'library/asyncio-runner.html#asyncio.run',
  *find({ facts }) {
    for (const func of facts.functions) {
      if (!func.async) continue
      for (const { call, path } of reachedFrom(func, false)) {
        if (!RUNS_LOOP.test(call.name)) continue
        const from = path[0] ? `, reached from line ${path[0].line}` : ''
        yield {
          line: call.line,
          message: `Line ${call.line} starts an event loop inside coroutine ${code(func.qualified)}${from}, where one is already running: await the coroutine instead.`,
        }
      }
    }
  },
}

/** The way to run a loop before `asyncio.run`. */
export const deprecatedLoopApi: FindingRule = {
  name: 'deprecated-loop-api',
  severity: 'hint',
  docs: 'library/asyncio-eventloop.html#asyncio.get_event_loop',
  *find({ facts }) {
    for (const call of facts.calls) {
      if (call.name !== 'asyncio.get_event_loop' || call.func.async) continue
      yield {
        line: call.line,
        message: `Line ${call.line}: use \`asyncio.run(main())\`; \`get_event_loop()\` without a running loop is an error since Python 3.14.`,
      }
      return
    }
  },
}

const POLLS = /^(asyncio\.sleep|time\.sleep|trio\.sleep)$/

/** A loop that polls instead of waiting for a signal. */
export const busyWait: FindingRule = {
  name: 'busy-wait',
  severity: 'warning',
  docs: 'library/asyncio-sync.html#event',
  *find(program) {
    for (const func of program.facts.functions) {
      for (const loop of func.loops) {
        if (loop.kind !== 'while' || !isPolling(loop.node, func.calls)) continue
        const what = func.async ? '`asyncio.Event`' : '`threading.Event`'
        yield {
          line: loop.line,
          message: `The loop at line ${loop.line} polls until something changes; wait on an ${what} instead.`,
        }
      }
    }
  },
}

/** Only sleeps, or nothing, under a condition other than `True`. */
function isPolling(loop: Node, calls: readonly Call[]): boolean {
  const condition = part(loop, 'condition')
  const body = part(loop, 'body')
  if (!condition || !body || /^(True|1)$/.test(condition.text)) return false
  if (!dependsOnOthers(condition)) return false
  return body.children.every((statement) => {
    if (statement.type === 'pass_statement') return true
    const inside = new Set(executed(statement))
    const called = calls.filter((call) => inside.has(call.node))
    return called.length === 1 && called.every((call) => POLLS.test(call.name))
  })
}

/** A flag, a length or a state that something else changes. */
const dependsOnOthers = (condition: Node): boolean =>
  !/\b(time|monotonic|perf_counter)\(/.test(condition.text)

const LIMITED = /Semaphore|TCPConnector|\blimit\b|Queue\(/

/** More concurrent requests than a server, or the limit on open files, allows. */
export const unboundedGather: FindingRule = {
  name: 'unbounded-gather',
  severity: 'hint',
  docs: 'library/asyncio-sync.html#semaphore',
  *find({ facts }) {
    if (facts.files.some(({ source }) => LIMITED.test(source))) return
    for (const spawn of facts.spawns) {
      const { target, fan } = spawn
      if (spawn.kind !== 'task' || !target || (fan !== null && fan < MANY)) continue
      const network = reachedFrom(target).some(({ call }) => call.library?.waits === 'network')
      if (!network) continue
      yield {
        line: spawn.call.line,
        ...(fan !== null && fan > 2 * MANY ? { severity: 'warning' as const } : {}),
        message: `Line ${spawn.call.line} starts ${fan === null ? 'all' : fan.toLocaleString('en')} requests at once; bound them with \`asyncio.Semaphore(20)\`.`,
      }
    }
  },
}

const MANY = 50

/** Exceptions that end up in a list nobody checks. */
export const gatherErrorsIgnored: FindingRule = {
  name: 'gather-return-exceptions-ignored',
  severity: 'hint',
  docs: 'library/asyncio-task.html#asyncio.gather',
  *find({ facts }) {
    for (const call of facts.calls) {
      if (call.name !== 'asyncio.gather') continue
      const asked = call.keywords.get('return_exceptions')?.text === 'True'
      const unused = call.node.parent?.parent?.type === 'expression_statement' || call.discarded
      // There is no other way as short to wait for cancelled tasks.
      const cancelled = call.func.calls.some((each) => /\.cancel$/.test(each.name))
      if (!asked || !unused || cancelled) continue
      yield {
        line: call.line,
        message: `Line ${call.line}: \`return_exceptions=True\` puts errors into the result, and nothing looks at it.`,
      }
    }
  },
}

/** Used by the verdict too: programs that wait for requests or events until they are stopped. */
export const servesForEver = ({ facts }: Program): boolean =>
  facts.calls.some(
    (call) => call.library?.forever || /\.(serve_forever|run_forever)$/.test(call.name),
  )
