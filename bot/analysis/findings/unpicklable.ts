/** Values passed to another process that can't be pickled. */
import type { Facts, Func, Spawn } from '../facts/facts.ts'
import { executed, type Node, part, within } from '../facts/syntax.ts'
import type { FindingRule } from '../program.ts'
import { code } from '../wording.ts'

type Unsendable = Readonly<{ what: string; remedy: string }>

const AT_TOP = 'use a function defined at the top of the module'

export const unpicklable: FindingRule = {
  name: 'unpicklable',
  severity: 'error',
  docs: 'library/pickle.html#what-can-be-pickled-and-unpickled',
  *find({ facts }) {
    const spawned = /spawn|forkserver/.test(facts.source)
    for (const spawn of facts.spawns) {
      const pool = spawn.kind === 'process-pool'
      // A forked Process inherits its arguments.
      if (!pool && !(spawn.kind === 'process' && spawned)) continue
      const found = unsendableFunction(spawn, facts) ?? unsendableArgument(spawn, facts)
      if (!found) continue
      yield {
        line: spawn.call.line,
        message: `Line ${spawn.call.line} hands ${found.what} to ${pool ? 'a process pool' : 'another process'}, which cannot be pickled: ${found.remedy}.`,
      }
    }
  },
}

function unsendableFunction({ handed, target }: Spawn, facts: Facts): Unsendable | null {
  if (handed?.type === 'lambda') return { what: 'a lambda', remedy: AT_TOP }
  if (!target) return null
  if (target.node.type === 'lambda') return { what: 'a lambda', remedy: AT_TOP }
  if (target.class) return boundMethod(target, facts)
  return target.outer && target.outer !== facts.module
    ? { what: `the nested function ${code(target.name)}`, remedy: AT_TOP }
    : null
}

/** What creates values that exist only in their own process. */
const TIED =
  /^((threading|asyncio)\.(Lock|RLock|Condition|Event|Semaphore|BoundedSemaphore|Thread|local)|_thread\.allocate_lock|open|io\.open|socket\.(socket|create_connection|create_server)|sqlite3\.connect|queue\.(Queue|SimpleQueue|LifoQueue|PriorityQueue)|concurrent\.futures\.(Thread|Process)PoolExecutor|subprocess\.Popen)$/

/** A bound method includes its object, which contains something that can't be pickled. */
function boundMethod(target: Func, facts: Facts): Unsendable | null {
  const own = facts.functions.filter((func) => func.class === target.class)
  if (own.some(({ name }) => /^__(getstate|reduce|reduce_ex|getnewargs)__$/.test(name))) return null
  if (target.decorators.some((each) => /^(static|class)method$/.test(each))) return null
  for (const func of own) {
    for (const call of func.calls) {
      const holder = call.node.parent
      const left = holder?.type === 'assignment' ? part(holder, 'left') : null
      if (left?.type !== 'attribute' || !left.text.startsWith('self.')) continue
      if (!TIED.test(call.name)) continue
      return {
        what: `the method ${code(target.qualified)} with its object, whose ${code(left.text)} (line ${call.line}) is a ${code(call.name)}`,
        remedy: 'use a function at the top of the module and give it plain values',
      }
    }
  }
  return null
}

function unsendableArgument(spawn: Spawn, facts: Facts): Unsendable | null {
  const { call } = spawn
  const mapped = /map/.test(call.name)
  const given = [
    ...call.arguments.slice(1),
    ...(call.keywords.get('args') ? [call.keywords.get('args') as Node] : []),
  ]
  for (const each of given) {
    for (const value of valuesIn(each, mapped)) {
      const found = unsendable(value, call.func, facts)
      if (found) return found
    }
  }
  return null
}

/** What is pickled: the elements of `args=(a, b)` and of a mapped list, not the iterable itself. */
function valuesIn(given: Node, mapped: boolean): readonly Node[] {
  if (/^(tuple|list)$/.test(given.type)) return given.children
  if (mapped && /^(list_comprehension|generator_expression)$/.test(given.type))
    return [part(given, 'body') ?? given]
  return mapped ? [] : [given]
}

function unsendable(value: Node, func: Func, facts: Facts): Unsendable | null {
  if (value.type === 'lambda') return { what: 'a lambda as an argument', remedy: AT_TOP }
  if (value.type === 'generator_expression')
    return { what: 'a generator', remedy: 'make a list of it first' }
  if (value.type === 'identifier' && isLocalLambda(value, func))
    return { what: `the lambda ${code(value.text)}`, remedy: AT_TOP }
  if (value.type !== 'call' && value.type !== 'identifier' && value.type !== 'attribute')
    return null
  const made = facts.callAt.get(value)?.target
  if (made?.generator && !made.async)
    return {
      what: `the generator ${code(`${made.name}(...)`)}`,
      remedy: 'create it inside the worker, or send a list',
    }
  const type = facts.nameOf(value, func)
  const name = /^(.*)\(\)$/.exec(type)?.[1] ?? ''
  const maker = facts.functions.find((each) => each.name === name && each.generator && !each.async)
  if (maker && value.type !== 'call')
    return {
      what: `the generator ${code(value.text)}`,
      remedy: 'create it inside the worker, or send a list',
    }
  if (!TIED.test(name)) return null
  const remedy = /Lock|Semaphore|Condition|Event|[qQ]ueue/.test(name)
    ? 'use a `multiprocessing.Manager()` for what processes share'
    : 'open it inside the worker, and send its name or address'
  return { what: `${code(value.text)}, a ${code(name)},`, remedy }
}

const isLocalLambda = (value: Node, func: Func): boolean =>
  [...executed(func.body)].some(
    (node) =>
      node.type === 'assignment' &&
      part(node, 'left')?.text === value.text &&
      part(node, 'right')?.type === 'lambda',
  ) && [...within(func.body)].length > 0
