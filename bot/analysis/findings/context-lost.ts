/** Context variables read in a thread or process that starts without the caller's context. */
import type { Call, Facts, Func, Spawn } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import { receiverOf } from '../facts/syntax.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'
import { PROCESSES } from './evidence.ts'

/** `asyncio.to_thread` and tasks carry the context; these start with an empty one. */
const EMPTY: readonly Spawn['kind'][] = ['thread', 'thread-pool', 'executor', ...PROCESSES]
const GET = /(^|\.)ContextVar\(\)\.get$/
const SET = /(^|\.)ContextVar\(\)\.set$/

export const contextLost: FindingRule = {
  name: 'context-lost',
  severity: 'error',
  docs: 'library/contextvars.html#contextvars.copy_context',
  *find({ facts, measures }) {
    if (!facts.modules.has('contextvars') || measures?.trace?.gil === false) return
    for (const spawn of facts.spawns) {
      const { target } = spawn
      if (!target || !EMPTY.includes(spawn.kind)) continue
      const lost = lostIn(target, facts)
      if (!lost) continue
      yield {
        line: spawn.call.line,
        message: `${code(variableOf(lost))}, read at line ${lost.line}, has no value there: what line ${spawn.call.line} starts in another ${PROCESSES.some((kind) => kind === spawn.kind) ? 'process' : 'thread'} does not get this context. ${remedy(spawn)}.`,
      }
      return
    }
  },
}

const variableOf = (call: Call): string => receiverOf(call.node)?.text ?? call.name

/** A read of a variable that is set elsewhere, but not in this function. */
function lostIn(target: Func, facts: Facts): Call | null {
  const inside = [...target.calls, ...reachedFrom(target).map(({ call }) => call)]
  const isSet = (calls: readonly Call[], name: string): boolean =>
    calls.some((call) => SET.test(call.name) && variableOf(call) === name)
  return (
    inside.find((call) => {
      if (!GET.test(call.name)) return false
      const name = variableOf(call)
      return isSet(facts.calls, name) && !isSet(inside, name)
    }) ?? null
  )
}

function remedy({ kind, handed }: Spawn): string {
  const work = handed && handed.text.length < 40 && !handed.text.includes('\n') ? handed.text : 'f'
  if (kind === 'executor')
    return `Use ${code(`await asyncio.to_thread(${work}, ...)`)}, which carries it`
  if (PROCESSES.some((each) => each === kind)) return 'Pass the value as an argument'
  if (kind === 'thread')
    return `Start it with ${code(`target=contextvars.copy_context().run, args=(${work}, ...)`, 90)}`
  return `Submit ${code(`contextvars.copy_context().run, ${work}, ...`, 80)}, or pass the value as an argument`
}
