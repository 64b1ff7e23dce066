/** Finds the functions that a run can reach. */
import { decoratorsOf, entriesOf } from './entries.ts'
import type { Facts, Func } from './facts.ts'
import { executed, part } from './syntax.ts'

/** Functions that are called, handed over or named by code that runs, and those that a framework calls. */
export function reachable(facts: Facts): ReadonlySet<Func> {
  const entries = entriesOf(facts).map(({ func }) => func)
  return reachedFrom([...modules(facts), ...entries, ...handedOver(facts)], facts)
}

/** Functions that the program itself reaches, without a framework. */
export const reachableAlone = (facts: Facts): ReadonlySet<Func> =>
  reachedFrom(modules(facts), facts)

/** An imported file runs completely. */
const modules = (facts: Facts): readonly Func[] => facts.files.map(({ module }) => module)

function reachedFrom(start: readonly Func[], facts: Facts): ReadonlySet<Func> {
  const byName = new Map<string, Func[]>()
  for (const func of facts.functions)
    byName.set(func.name, [...(byName.get(func.name) ?? []), func])
  const reached = new Set<Func>(start)
  const next = [...start]
  for (let func = next.pop(); func; func = next.pop()) {
    for (const name of namesIn(func)) {
      for (const named of byName.get(name) ?? []) {
        if (reached.has(named)) continue
        reached.add(named)
        next.push(named)
      }
    }
  }
  return reached
}

/** Functions with a library decorator that may call them, unless it leaves that to the program. */
const handedOver = (facts: Facts): Func[] =>
  facts.functions.filter((func) =>
    decoratorsOf(func).some((decorator) => {
      const named = decorator.type === 'call' ? part(decorator, 'function') : decorator
      const isOwn = named !== null && facts.functionNamed(named, facts.module) !== null
      return !isOwn && !LEAVES_CALLING.test(decorator.text.slice(0, LONGEST))
    }),
  )

/** Characters of a decorator that are looked at. */
const LONGEST = 200

const LEAVES_CALLING =
  /^(?:(?:functools|contextlib|abc|typing|numba)\.)?(?:property|\w+\.setter|staticmethod|classmethod|abstractmethod|overload|override|final|cache|cached_property|lru_cache|wraps|singledispatch|total_ordering|contextmanager|asynccontextmanager|n?jit|retry)\b/

/** Names that a function uses, including the decorators and special methods of what it defines. */
function namesIn(func: Func): Set<string> {
  const names = new Set<string>()
  for (const node of executed(func.body)) if (node.type === 'identifier') names.add(node.text)
  if (func.outer === null || func.class) for (const implicit of IMPLICIT) names.add(implicit)
  names.add('<lambda>')
  return names
}

/** Called by the language or by a base class, never by name. */
const IMPLICIT = [
  '__init__',
  '__enter__',
  '__exit__',
  '__aenter__',
  '__aexit__',
  '__call__',
  '__iter__',
  '__next__',
  'run',
  'do_GET',
  'do_POST',
  'handle',
]
