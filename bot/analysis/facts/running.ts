/** What running a function involves: the waits and the computing in it and in what it calls in this file. */
import type { Call, Func, Loop } from './facts.ts'
import { executed, part } from './syntax.ts'

/** Calls that run a coroutine to completion. */
export const COROUTINE_RUNNERS = /(^|\.)(run|run_until_complete|run_forever|wait_for|shield)$/

const DEPTH = 12

/** A call that a function makes, directly or through functions of this file, with the path to it. */
export type Reached = Readonly<{ call: Call; path: readonly Call[] }>

/** Everything reached by plain calls (and awaited ones, when `awaits` is set) from a function. */
export function reachedFrom(func: Func, awaits = true): readonly Reached[] {
  const memory = awaits ? REACHED : REACHED_BY_CALLS
  const known = memory.get(func)
  if (known) return known
  const found = walkCalls(func, awaits)
  memory.set(func, found)
  return found
}

/** Facts never change, so neither does what a function reaches. */
const REACHED = new WeakMap<Func, readonly Reached[]>()
const REACHED_BY_CALLS = new WeakMap<Func, readonly Reached[]>()
/** The maximum number of reached calls for one function. */
const MOST = 2_000

function walkCalls(func: Func, awaits: boolean): Reached[] {
  const found: Reached[] = []
  const seen = new Set<Func>([func])
  const visit = (from: Func, path: readonly Call[]): void => {
    for (const call of from.calls) {
      if (found.length >= MOST) return
      found.push({ call, path })
      const next = call.target
      if (!next || seen.has(next) || path.length >= DEPTH) continue
      if (next.async && (!awaits || !call.awaited)) continue
      if (next.generator) continue
      seen.add(next)
      visit(next, [...path, call])
    }
  }
  visit(func, [])
  return found
}

/** The calls in a function, or in what it calls, that wait for something. */
export const waitsIn = (func: Func): Reached[] =>
  reachedFrom(func).filter(({ call }) => call.library?.waits !== undefined)

/** Whether it repeats work of its own or calls itself, and waits for nothing. */
export function computes(func: Func): boolean {
  const reached = reachedFrom(func)
  if (reached.some(({ call }) => call.library?.waits && call.library.waits !== 'file')) return false
  if (reached.some(({ call }) => call.awaited)) return false
  if (func.loops.length > 0 || isRecursive(func)) return true
  return reached.some(({ call }) => {
    const target = call.target
    return (
      /^(sum|sorted|max|min|math\.factorial)$/.test(call.name) ||
      call.library?.freesGil === true ||
      (target !== null && target !== func && (target.loops.length > 0 || isRecursive(target)))
    )
  })
}

/** Whether a function calls itself directly. */
export const isRecursive = (func: Func): boolean => func.calls.some((call) => call.target === func)

/** Whether a loop does arithmetic on numbers, one iteration at a time, that arrays would vectorise. */
export function isNumericLoop(loop: Loop): boolean {
  let arithmetic = 0
  const body = loop.kind === 'comprehension' ? loop.node : part(loop.node, 'body')
  if (!body || loop.kind === 'while' || stopsEarly(loop)) return false
  for (const node of executed(body)) {
    if (node.type === 'call' && !NUMERIC_CALLS.test(part(node, 'function')?.text ?? ''))
      return false
    if (
      /^(if_statement|if_clause|while_statement|break_statement|await|string|dictionary|try_statement)$/.test(
        node.type,
      )
    )
      return false
    if (node.text.includes('@') && node.type === 'binary_operator') return false // whole matrices
    if (node.type === 'binary_operator' || node.type === 'augmented_assignment') arithmetic += 1
  }
  return arithmetic > 0
}

/** `all` and `any` stop at the first answer, which arrays can't. */
const stopsEarly = ({ node }: Loop): boolean =>
  /^(all|any)\(/.test(node.parent?.text ?? '') ||
  /^(all|any)\(/.test(node.parent?.parent?.text ?? '')

const NUMERIC_CALLS =
  /^(range|len|abs|min|max|sum|pow|float|int|zip|enumerate|\w+\.append|math\.\w+|(random\.)?(random|uniform))$/
