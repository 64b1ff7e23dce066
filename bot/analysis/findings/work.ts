/** Work that no concurrency model shortens, or that should be reduced first. */
import type { Facts, Func } from '../facts/facts.ts'
import { isRecursive } from '../facts/running.ts'
import { type Site, sitesOf } from '../facts/sites.ts'
import { executed } from '../facts/syntax.ts'
import { isComputing } from '../measure.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'

/** Reducing the work comes before adding workers. */
export const algorithmFirst: FindingRule = {
  name: 'algorithm-first',
  severity: 'hint',
  docs: 'library/functools.html#functools.cache',
  *find({ facts, measures }) {
    if (measures && (!isComputing(measures) || measures.cpuMs < 200)) return
    for (const func of facts.functions) {
      if (isUncachedRecursion(func)) {
        yield {
          line: func.line,
          message: `${code(func.qualified)} (line ${func.line}) computes the same values again and again: \`functools.cache\` above it cuts the work first.`,
        }
      }
      const scan = listScan(func, facts)
      if (scan) {
        yield {
          line: scan,
          message: `Line ${scan} looks through a list in every turn of a loop: a set finds it at once.`,
        }
      }
    }
  },
}

/** Whether it calls itself at least twice in one expression, as in `fib(n - 1) + fib(n - 2)`, without a cache. */
function isUncachedRecursion(func: Func): boolean {
  if (!isRecursive(func) || func.decorators.some((each) => /cache|memo/.test(each))) return false
  const own = func.calls.filter((call) => call.target === func)
  const sums = own.some((call) => call.node.parent?.type === 'binary_operator')
  return own.length >= 2 && sums && func.parameters.length === 1
}

function listScan(func: Func, facts: Facts): number | null {
  for (const loop of func.loops) {
    for (const node of executed(loop.node)) {
      if (node.type !== 'comparison_operator' || !/\bin\b/.test(node.text)) continue
      const right = node.children.at(-1)
      const length = right ? facts.lengthOf(right, func) : null
      if (length !== null && length > 100 && right?.type === 'identifier') return node.line
    }
  }
  return null
}

/** Each step needs the one before. */
export const dependencyChain: FindingRule = {
  name: 'dependency-chain',
  severity: 'hint',
  docs: 'library/asyncio-task.html#coroutines',
  *find({ facts }) {
    const sites = sitesOf(facts)
    const chain = sites.find(isChain)
    if (!chain || sites.some((site) => !site.dependent)) return
    yield {
      line: chain.line,
      message: `In the loop at line ${chain.loop?.line ?? chain.line} ${chain.dependent}: no concurrency model helps there.`,
    }
  },
}

const isChain = (site: Site): boolean => site.dependent !== null
