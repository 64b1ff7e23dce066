/** Programs that overlap by the wrong means: the same with threads in the place of processes, the other way round, or neither. */
import type { Call, Facts } from '../../facts/facts.ts'
import { enclosing, part } from '../../facts/syntax.ts'
import { type Edit, edited } from './edits.ts'
import { guardBefore, guarded, imports } from './module.ts'

type Kind = 'threads' | 'processes'

/** The name of each means, and the module that it comes from. */
const MEANS: readonly Readonly<Record<Kind, readonly [module: string, name: string]>>[] = [
  {
    threads: ['concurrent.futures', 'ThreadPoolExecutor'],
    processes: ['concurrent.futures', 'ProcessPoolExecutor'],
  },
  { threads: ['threading', 'Thread'], processes: ['multiprocessing', 'Process'] },
  { threads: ['multiprocessing.pool', 'ThreadPool'], processes: ['multiprocessing', 'Pool'] },
]

/** Null where it starts nothing of the other kind. */
export function swapped(facts: Facts, to: Kind): string | null {
  const from: Kind = to === 'threads' ? 'processes' : 'threads'
  const edits: Edit[] = []
  const wanted = new Set<string>()
  let first: Call | null = null
  for (const call of facts.calls) {
    const means = MEANS.find((each) => call.name.endsWith(each[from][1]))
    const called = part(call.node, 'function')
    if (!means || !called || !/^[\w.]+$/.test(called.text)) continue
    const [module, name] = means[to]
    wanted.add(`from ${module} import ${name}`)
    edits.push({ start: called.start, end: called.start + called.text.length, text: name })
    first ??= call
  }
  if (!first) return null
  edits.push(...imports(facts, [...wanted]))
  const [statement] = [first.node, ...enclosing(first.node)].filter(
    ({ parent }) => parent?.type === 'module' || parent?.type === 'block',
  )
  const guard = to === 'processes' && statement ? guardBefore(facts, first.func, statement) : null
  return guard ? guarded(facts.source, edits, guard) : edited(facts.source, edits)
}
