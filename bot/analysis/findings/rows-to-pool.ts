/** Rows of a table or numbers of an array, sent to other processes one at a time. */
import type { Facts, Func, Spawn } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import { type Node, within } from '../facts/syntax.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'

export const rowsToPool: FindingRule = {
  name: 'rows-to-pool',
  severity: 'warning',
  docs: 'library/multiprocessing.html#programming-guidelines',
  *find({ facts, measures }) {
    if (measures && measures.coresUsed > 1.3) return
    for (const spawn of facts.spawns) {
      const native = spawn.kind === 'process-pool' ? nativeOf(spawn, facts) : null
      if (native && rowsGiven(spawn, facts) !== null) {
        yield {
          line: spawn.call.line,
          message: `Line ${spawn.call.line} pickles arrays, sends them to another process and the results back, which costs more than ${code(native)} itself. Call it on the whole array: it runs in native code already.`,
        }
        continue
      }
      if (spawn.kind !== 'process-pool' || !spawn.target || !isArithmetic(spawn.target)) continue
      const rows = rowsGiven(spawn, facts)
      if (!rows) continue
      yield {
        line: spawn.call.line,
        message: `Line ${spawn.call.line} pickles every row of ${code(rows)} and sends it to another process, which costs more than the arithmetic of ${code(spawn.target.name)} (line ${spawn.target.line}). Apply it to whole columns or arrays instead: numpy and pandas do that in native code.`,
      }
    }
  },
}

/** `pool.map(np.square, parts)`: one operation of numpy. */
function nativeOf({ handed, call }: Spawn, facts: Facts): string | null {
  const name = handed ? facts.nameOf(handed, call.func) : ''
  return /^numpy\.\w+$/.test(name) ? (handed?.text ?? null) : null
}

const ROWS = /\.(iterrows|itertuples|values|to_numpy|tolist|to_dict)\b/

/** The mapped value, when it is iterated row by row; null for chunks. */
function rowsGiven({ call }: Spawn, facts: Facts): string | null {
  const [, given] = call.arguments
  const mapped = /map$|map_async$|imap/.test(call.name)
  const items = mapped ? given : (call.loops.at(-1)?.iterable ?? undefined)
  if (!items || /array_split|np\.split|chunk/.test(items.text)) return null
  if (ROWS.test(items.text)) return shortened(items)
  return isArray(items, call.func, facts) ? shortened(items) : null
}

/** An array of numpy, or a list of one. */
function isArray(items: Node, func: Func, facts: Facts): boolean {
  for (const node of within(items)) {
    if (node.type !== 'identifier' && node.type !== 'call') continue
    if (
      /^(numpy\.(random\.\w+|arange|linspace|zeros|ones|array|full)|pandas\.(DataFrame|Series|read_\w+))\(\)/.test(
        facts.nameOf(node, func),
      )
    )
      return true
  }
  return false
}

const shortened = ({ text }: Node): string => text.split('\n', 1)[0] ?? text

/** It waits for nothing, repeats nothing, and calls nothing of its own. */
const isArithmetic = (func: Func): boolean =>
  func.loops.length === 0 &&
  !func.async &&
  reachedFrom(func).every(
    ({ call }) =>
      call.library?.waits === undefined && (call.target === null || call.target.loops.length === 0),
  )
