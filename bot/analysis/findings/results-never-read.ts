/** Work in a pool whose results, and so its errors, are never read. */
import type { Trace } from '../../../sandbox/trace.ts'
import { explain } from '../errors.ts'
import type { Func, Spawn } from '../facts/facts.ts'
import { reachedFrom } from '../facts/running.ts'
import type { Node } from '../facts/syntax.ts'
import type { FindingRule, Program, Sighting } from '../program.ts'
import { code, quote } from '../wording.ts'
import { statementsOf } from './evidence.ts'
import { handsOver, isLazy, isUnread } from './results.ts'

export const resultsNeverRead: FindingRule = {
  name: 'results-never-read',
  severity: 'warning',
  docs: 'library/concurrent.futures.html#concurrent.futures.Future.result',
  *find(program) {
    const { facts, measures } = program
    const unread = facts.spawns.filter((spawn) => handsOver(spawn) && isUnread(spawn, facts))
    const lost = measures?.trace?.lostErrors ?? []
    if (lost.length > 0) return yield* lostErrors(program, unread)
    for (const spawn of unread) {
      if (spawn.target && handlesItsErrors(spawn.target)) continue
      yield {
        line: spawn.call.line,
        severity: measures ? 'hint' : 'warning',
        message: `Nobody reads the results of ${called(spawn)} at line ${spawn.call.line}: if the work fails, the error is lost. ${remedy(spawn)}`,
      }
    }
  },
}

function* lostErrors({ measures }: Program, unread: readonly Spawn[]): Generator<Sighting> {
  const lost = measures?.trace?.lostErrors ?? []
  const bySpawn = Map.groupBy(
    lost,
    ({ line }) =>
      unread.find(({ target }) => target && contains(target, line)) ?? unread[0] ?? null,
  )
  for (const [from, [first, ...more]] of bySpawn) {
    if (!first) continue
    const what = `this error was lost: ${described(first)}${more.length > 0 ? `, and ${more.length} more` : ''}`
    yield {
      line: from?.call.line ?? (first.line || null),
      severity: 'error',
      message: from
        ? `Nobody reads the results of ${called(from)} at line ${from.call.line}, so ${what}. ${remedy(from)}`
        : `Work given to a pool failed, and nobody reads its result, so ${what}. Call \`.result()\` (or \`.get()\`) on what the pool returned.`,
    }
  }
}

function described({ error, line }: Trace['lostErrors'][number]): string {
  if (line > 0) return `${quote(error)} at line ${line}`
  // Where the failing line isn't the learner's, the error is explained.
  const why = explain(error.replace(/^(\w+)\((.*)\)$/s, '$1: $2'))
  return `${quote(error)}${why ? ` (${why})` : ''}`
}

const contains = (func: Func, line: number): boolean =>
  [func, ...reachedFrom(func).map(({ call }) => call.target)].some(
    (each) => each && each.line <= line && line <= each.endLine,
  )

const called = ({ call }: Spawn): string => code(call.node.children[0]?.text ?? call.name)

function remedy({ call }: Spawn): string {
  const text = call.node.children[0]?.text ?? 'pool.map'
  if (isLazy(call)) return `Walk through them, as in ${code(`list(${text}(...))`)}.`
  const read = call.name.endsWith('submit') ? '.result()' : '.get()'
  return `Keep what it returns, and call ${code(read)} on each.`
}

/** Whether its whole body is a `try` that catches everything, so that no error gets out. */
function handlesItsErrors(func: Func): boolean {
  const work = statementsOf(func).filter((node) => node.type !== 'global_statement')
  const [only] = work.filter(mayFail)
  return (
    only?.type === 'try_statement' &&
    work.filter(mayFail).length === 1 &&
    only.children.some(
      (child) =>
        child.type === 'except_clause' && /^except\s*(:|(Base)?Exception\b)/.test(child.text),
    )
  )
}

/** Assigning plain values and returning can't fail. */
const mayFail = (node: Node): boolean =>
  node.type !== 'return_statement' &&
  !(node.children[0]?.type === 'assignment' && !node.text.includes('('))
