/** A semaphore that is taken once for all calls instead of once for each. */
import type { Facts, Func, Spawn } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import { executed, type Node } from '../facts/syntax.ts'
import type { FindingRule } from '../program.ts'
import { code, times } from '../wording.ts'
import { contextsOf, spawnsReaching } from './evidence.ts'

const SEMAPHORE = /^asyncio\.(Bounded)?Semaphore\(\)$/

/** It is acquired once for the whole gather, so all calls start under one permit. */
export const semaphoreAroundGather: FindingRule = {
  name: 'semaphore-around-gather',
  severity: 'error',
  docs: 'library/asyncio-sync.html#semaphore',
  *find({ facts }) {
    for (const func of facts.functions) {
      if (!func.async) continue
      for (const node of executed(func.body)) {
        if (node.type !== 'with_statement' || !node.async) continue
        const taken = contextsOf(node, func, facts).find(({ name }) => SEMAPHORE.test(name))
        if (!taken || !isTakenOnce(func, node, facts)) continue
        const started = startedIn(node, func, facts)
        const [first] = started
        if (!first || started.some(({ target }) => target && takesSemaphore(target, facts)))
          continue
        // `gather(*tasks)` waits for what was started before.
        const own = started.filter(({ target }) => target !== null)
        const many = manyOf(own.length > 0 ? own : started)
        const limit = limitOf(taken.text, taken.node, func, facts)
        if (many !== null && (many < 2 || (limit !== null && many <= limit))) continue
        const what = first.target ? ` in ${code(first.target.qualified)}` : ' in each call'
        yield {
          line: taken.node.line,
          message: `The semaphore at line ${taken.node.line} is taken once, around everything that line ${first.call.line} starts, so ${many === null ? 'all of it runs' : `all ${times(many, 'call')} run`} together. Take it inside each call: \`async with\`${what}.`,
        }
      }
    }
  },
}

/** Tasks that are started, not just referred to, inside the `with`. */
const startedIn = (block: Node, func: Func, facts: Facts): Spawn[] =>
  facts.spawns.filter(
    ({ kind, call }) =>
      kind === 'task' &&
      call.func === func &&
      call.node.start > block.start &&
      call.node.start < block.start + block.text.length,
  )

function manyOf(started: readonly Spawn[]): number | null {
  let many = 0
  for (const { fan } of started) {
    if (fan === null) return null
    many += fan
  }
  return many
}

const takesSemaphore = (func: Func, facts: Facts): boolean =>
  [func, ...reachedFrom(func).map(({ call }) => call.target)].some(
    (each) =>
      each !== null &&
      [...executed(each.body)].some(
        (node) =>
          node.type === 'with_statement' &&
          contextsOf(node, each, facts).some(({ name }) => /sem|limit|Semaphore/i.test(name)),
      ),
  )

/** Whether nothing runs this function concurrently, so that nothing else acquires its semaphore. */
function isTakenOnce(func: Func, block: Node, facts: Facts): boolean {
  if (spawnsReaching(func, facts).length > 0) return false
  const looped = func.loops.some(
    ({ node }) => node.start < block.start && block.start < node.start + node.text.length,
  )
  const callers = facts.calls.filter((call) => call.target === func)
  return !looped && callers.length === 1 && callers.every((call) => call.loops.length === 0)
}

/** `5` of `limit = asyncio.Semaphore(5)`. */
function limitOf(text: string, made: Node, func: Func, facts: Facts): number | null {
  const call =
    facts.callAt.get(made) ??
    facts.calls.find(
      ({ node, name }) =>
        SEMAPHORE.test(`${name}()`) && node.parent?.text.startsWith(`${text} =`) === true,
    )
  const given = call?.arguments[0] ?? call?.keywords.get('value')
  return given ? facts.numberOf(given, func) : null
}
