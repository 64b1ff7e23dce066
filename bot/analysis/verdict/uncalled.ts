/** Functions for a framework to call, in a run that called none of them. */
import { type Entry, entriesOf } from '../facts/entries.ts'
import type { Func } from '../facts/facts.ts'
import { code } from '../wording.ts'
import { type Case, WORTH } from './case.ts'

/** Returns the first such function, where the run did nothing else worth measuring; otherwise null. */
export function uncalled({ facts, measures }: Case): Entry | null {
  if (measures?.result.status !== 'ok' || measures.wallMs > WORTH.ms) return null
  const own = new Set(facts.calls.map(({ target }) => target))
  const seen = (func: Func): boolean =>
    (measures.trace?.lines ?? []).some(({ line }) => line >= func.line && line <= func.endLine)
  const entries = entriesOf(facts).filter(({ framework }) => !CALLED_HERE.has(framework.module))
  return entries.some(({ func }) => seen(func) || own.has(func)) ? null : (entries[0] ?? null)
}

/** Frameworks that call their functions within the run. */
const CALLED_HERE = new Set(['', 'asyncio', 'atexit', 'http', 'signal', 'socketserver', 'tkinter'])

/** Says that nothing called this function, so the advice comes from the source alone. */
export const uncalledSentence = ({ func, framework }: Entry): string =>
  `Nothing called ${code(`${func.qualified}()`)} in this run (${framework.title} would), so this advice comes from the source alone.`
