/** Finds the loop of a program that is worth a race. */

import { collectFacts } from '../../facts/collect.ts'
import type { Call, Facts, Func } from '../../facts/facts.ts'
import { reachableAlone } from '../../facts/reach.ts'
import { computes, reachedFrom, waitsIn } from '../../facts/running.ts'
import { type Node, part, readSyntax } from '../../facts/syntax.ts'
import type { WaitClass } from '../../libraries.ts'
import type { Candidate, Refusal } from './candidate.ts'
import { hazardsOf } from './hazards.ts'
import { REFUSALS } from './reasons.ts'
import { shapeOf } from './shapes.ts'

/** The candidate, why there is none, or null when the program repeats no call over items. */
export function findRace(code: string): Candidate | Refusal | null {
  const syntax = readSyntax(code)
  if (syntax.broken) return { line: null, reason: REFUSALS.broken() }
  if (!syntax.complete) return null
  const facts = collectFacts(code, syntax)
  const ranked = rankedCalls(facts)
  let refused: Readonly<{ refusal: Refusal; rank: number }> | null = null
  for (const { call, rank } of ranked) {
    if (refused && refused.rank > rank) break
    const found = candidateOf(call, facts)
    if (!('reason' in found)) return found
    refused ??= { refusal: found, rank }
  }
  return refused?.refusal ?? null
}

export const isCandidate = (found: Candidate | Refusal | null): found is Candidate =>
  found !== null && 'shape' in found

export function candidateOf(call: Call, facts: Facts): Candidate | Refusal {
  const awaited = call.node.parent?.type === 'await'
  const unit = awaited && call.node.parent ? call.node.parent : call.node
  const line = call.loops.at(-1)?.line ?? call.line
  const callee = call.name === 'map' ? call.arguments[0] : part(call.node, 'function')
  if (!callee) return { line, reason: REFUSALS.unclear(line) }
  const shape = shapeOf(call, unit, facts.source)
  if (typeof shape === 'string') return { line, reason: shape }
  const { refusal, ...hazards } = hazardsOf(facts, call, unit, callee, shape)
  if (refusal) return { line, reason: refusal }
  return { facts, call, unit, callee, awaited, line, shape, ...hazards }
}

type Ranked = Readonly<{ call: Call; rank: number }>

/** Repeated calls, the likeliest to take time first; of equals, one that leads to another comes before it. */
function rankedCalls(facts: Facts): Ranked[] {
  const live = reachableAlone(facts)
  const calls = facts.functions
    .filter((func) => live.has(func))
    .flatMap((func) => func.calls)
    .flatMap((call) => {
      const rank = rankOf(call, facts)
      return rank === null ? [] : [{ call, rank }]
    })
  const leadsTo = (a: Ranked, b: Ranked): boolean => {
    const target = targetOf(a.call, facts)
    return target !== null && functionsOf(target).has(b.call.func)
  }
  return calls.toSorted((a, b) => {
    if (a.rank !== b.rank) return b.rank - a.rank
    return Number(leadsTo(b, a)) - Number(leadsTo(a, b))
  })
}

const targetOf = (call: Call, facts: Facts): Func | null => {
  const handed = call.name === 'map' ? call.arguments[0] : undefined
  return handed ? facts.functionNamed(handed, call.func) : call.target
}

const functionsOf = (func: Func): Set<Func | null> =>
  new Set([func, ...reachedFrom(func).map(({ call }) => call.target)])

const RANKS = { waits: 4, computes: 3, native: 2, unknown: 1 } as const

const OVERLAPPABLE: ReadonlySet<WaitClass> = new Set([
  'sleep',
  'network',
  'child',
  'database',
  'file',
])

/** Null for calls that are no piece of work over items. */
function rankOf(call: Call, facts: Facts): number | null {
  if (call.name === 'map') return rankOfMap(call, facts)
  const loop = call.loops.at(-1)
  if (!loop || loop.async || loop.endless) return null
  if (call.target) return rankOfTarget(call, call.target)
  const { library, awaited } = call
  if (library?.starts && library.starts !== 'to-thread') return null
  // A sleep in the loop itself sets its pace; in a function that is called it stands for work.
  if (library?.waits === 'sleep') return null
  if (library?.waits) {
    if (!OVERLAPPABLE.has(library.waits) || (library.coroutine && !awaited)) return null
    return call.node.parent?.type === 'with_item' ? null : RANKS.waits
  }
  if (awaited) return RANKS.waits
  if (library?.freesGil) return RANKS.native
  return isFunction(call, facts) ? RANKS.unknown : null
}

function rankOfTarget(call: Call, target: Func): number | null {
  if (target.async && !call.awaited) return null
  // A loop inside its own recursion would start pools without end.
  if (functionsOf(target).has(call.func)) return null
  if (target.async) return RANKS.waits
  const waits = waitsIn(target).some(
    ({ call }) => call.library?.waits && OVERLAPPABLE.has(call.library.waits),
  )
  if (waits) return RANKS.waits
  return computes(target) ? RANKS.computes : RANKS.unknown
}

function rankOfMap(call: Call, facts: Facts): number | null {
  const [handed, ...iterables] = call.arguments
  if (!handed || iterables.length === 0) return null
  const target = facts.functionNamed(handed, call.func)
  if (target) {
    const rank = rankOfTarget({ ...call, target, awaited: false }, target)
    return target.node.type === 'lambda' ? (rank ?? RANKS.unknown) : rank
  }
  return BUILTINS.has(handed.text) || /^str\./.test(handed.text) ? null : RANKS.unknown
}

/** Built-in functions and types too small to be work. */
const BUILTINS = new Set(
  'abs all any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map memoryview next object oct open ord print property range repr reversed round set setattr slice staticmethod str super tuple type vars zip'.split(
    ' ',
  ),
)

/** A function by its name or of an imported module; methods of values are left alone. */
function isFunction(call: Call, facts: Facts): boolean {
  const called = part(call.node, 'function')
  if (!called || BUILTINS.has(call.name) || facts.classes.has(call.name)) return false
  if (
    /^(time|sys|logging|itertools|operator|copy|types|typing|collections|dataclasses|os\.path|asyncio|threading|multiprocessing|concurrent|queue|datetime)\./.test(
      call.name,
    )
  )
    return false
  if (isException(called)) return false
  if (called.type === 'identifier') return true
  const [head] = call.name.split('.')
  return head !== undefined && facts.modules.has(head) && !call.name.includes('()')
}

const isException = (called: Node): boolean => /(Error|Exception)$/.test(called.text)
