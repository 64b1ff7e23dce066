import type { Func } from '../facts/facts.ts'
import { executed, type Node, part } from '../facts/syntax.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { duration } from '../wording.ts'
import { contextsOf } from './evidence.ts'

/** Leaving `with ThreadPoolExecutor()` in a coroutine joins the workers on the loop's own thread. */
export const executorShutdown: FindingRule = {
  name: 'executor-shutdown-blocks-loop',
  severity: 'warning',
  docs: 'library/concurrent.futures.html#concurrent.futures.Executor.shutdown',
  *find(program) {
    for (const func of program.facts.functions) {
      if (!func.async) continue
      for (const node of executed(func.body)) {
        if (node.type === 'with_statement' && !node.async && holdsPool(node, func, program))
          yield sight(node, program)
      }
    }
  },
}

function holdsPool(statement: Node, func: Func, { facts }: Program): boolean {
  const pool = contextsOf(statement, func, facts).some(({ name }) => /PoolExecutor\(\)$/.test(name))
  const body = part(statement, 'body')
  if (!pool || !body) return false
  let hands = false
  for (const node of executed(body)) {
    if (node.type === 'await' || node.async) return false
    if (
      node.type === 'call' &&
      /\.(submit|map|run_in_executor)$/.test(part(node, 'function')?.text ?? '')
    )
      hands = true
  }
  return hands
}

function sight(statement: Node, { measures }: Program): Sighting {
  const fix = 'await the futures inside the block'
  const block = measures?.blocks.find((each) =>
    each.lines.some((line) => line >= statement.line && line <= statement.endLine),
  )
  if (!block) {
    return {
      line: statement.line,
      message: `Exiting the \`with\` block at line ${statement.line} blocks the event loop's thread until all workers finish; ${fix}.`,
    }
  }
  return {
    line: statement.line,
    severity: 'error',
    message: `Exiting the \`with\` block at line ${statement.line} waited for all workers and blocked the event loop for ${duration(block.ms)}; ${fix}.`,
  }
}
