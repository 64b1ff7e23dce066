/** Which functions of the file a run can get to. */
import type { Facts, Func } from './facts.ts'
import { executed } from './syntax.ts'

/** Functions that are called, handed over or named by code that runs. */
export function reachable(facts: Facts): ReadonlySet<Func> {
  const byName = new Map<string, Func[]>()
  for (const func of facts.functions)
    byName.set(func.name, [...(byName.get(func.name) ?? []), func])
  const reached = new Set<Func>([facts.module])
  const next = [facts.module]
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

/** Names that a function uses, the decorators and special methods of what it defines included. */
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
