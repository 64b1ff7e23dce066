/** A generator-based scheduler whose single thread sleeps in each of them. */
import type { Call, Facts, Func } from '../facts/facts.ts'
import { waitsIn } from '../facts/running.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'

const BLOCKS = /^(sleep|network|child)$/

export const sleepingGenerators: FindingRule = {
  name: 'sleeping-generators',
  severity: 'error',
  docs: 'library/asyncio-task.html#coroutines',
  *find({ facts }) {
    const driver = driverIn(facts)
    if (!driver) return
    for (const func of facts.functions) {
      if (!func.generator || func.async || func.decorators.length > 0) continue
      if (isMadeOnce(func, facts)) continue
      const wait = blockingIn(func)
      if (!wait) continue
      yield {
        line: wait.line,
        message: `The loop that steps the generators (line ${driver.line}) runs on one thread, so ${code(wait.name)} at line ${wait.line} holds up all of them and the waits add up. Make them coroutines: \`async def\` with \`await asyncio.sleep(...)\`, run by \`asyncio.gather\`.`,
      }
      return
    }
  },
}

/** `next(task)` or `task.send(None)` on what a queue of generators gives, turn by turn. */
function driverIn(facts: Facts): Call | null {
  const stepped = facts.calls.find((call) => {
    const isSend = /\.send$/.test(call.node.children[0]?.text ?? '')
    const isStep = call.arguments.length === 1 && (isSend || isNextOfGenerator(call, facts))
    return isStep && call.loops.some((loop) => loop.kind !== 'comprehension')
  })
  const takesTurns = /\.(popleft|pop|append|rotate|appendleft)\(/.test(facts.source)
  return stepped && takesTurns ? stepped : null
}

/** `next(items)` on `items = iter(...)` doesn't step a generator. */
const isNextOfGenerator = ({ name, arguments: [of], func }: Call, facts: Facts): boolean =>
  name === 'next' && of !== undefined && facts.nameOf(of, func) !== 'iter()'

/** A single generator is iterated, not scheduled. */
function isMadeOnce(func: Func, facts: Facts): boolean {
  const generators = facts.functions.filter((each) => each.generator && !each.async)
  const made = facts.calls.filter((call) => call.target && generators.includes(call.target))
  const own = made.filter((call) => call.target === func)
  return own.length === 0 || (made.length < 2 && own.every((call) => call.loops.length === 0))
}

const blockingIn = (func: Func): Call | null =>
  waitsIn(func).find(
    ({ call }) => BLOCKS.test(call.library?.waits ?? '') && !call.library?.coroutine,
  )?.call ?? null
