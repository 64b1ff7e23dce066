/** Turns the result of a run into rows: what each task, thread and process did, and when. */
import type { RunResult } from '../../sandbox/sandbox.ts'
import type { Row, Stretch } from './row.ts'
import type { Source } from './source.ts'
import { taskRows } from './tasks.ts'
import { threadRows } from './threads.ts'

/** Returns the event loop first, then its tasks, threads and processes, each in order of creation. */
export function rowsOf(source: Source, result: RunResult): readonly Row[] {
  const tasks = taskRows(source, result)
  const threads = threadRows(source, result, tasks)
  const kinds = ['loop', 'task', 'thread', 'process'] as const
  const rows = [...tasks, ...threads]
    .map((row) => ({ ...row, stretches: within(row.stretches, result.wallMs) }))
    .filter((row) => row.stretches.length > 0)
  return kinds.flatMap((kind) => rows.filter((row) => row.kind === kind))
}

/** Clamps forged times to the run, so that no stretch begins before the previous one ended. */
function within(stretches: readonly Stretch[], wallMs: number): readonly Stretch[] {
  const kept: Stretch[] = []
  let last = 0
  for (const stretch of stretches) {
    const from = Math.min(Math.max(stretch.from, last), wallMs)
    const to = Math.min(Math.max(stretch.to, from), wallMs)
    last = to
    if (to > from) kept.push({ ...stretch, from, to })
  }
  return kept
}
