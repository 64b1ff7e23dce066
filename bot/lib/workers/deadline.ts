/** Limits how long a thread may work on one text. */
import { setTimeout } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { WORKERS } from './limits.ts'

/**
 * After this long without an answer (ms), the thread is assumed to be inside native code, which can't be interrupted.
 */
const ANSWER_MS = 100

/**
 * Resolves with true once a thread has used up its time, or with false when `done` aborts first.
 *
 * @param start - CPU time of the thread when it began with the text.
 */
export async function isOverdue(
  thread: Worker | undefined,
  start: NodeJS.CpuUsage,
  done: AbortSignal,
): Promise<boolean> {
  const until = performance.now() + WORKERS.latestMs
  const wait = (ms: number) => setTimeout(ms, true, { signal: done }).catch(() => false)
  let left: number = WORKERS.deadlineMs
  while (left > 0) {
    const latest = until - performance.now()
    if (latest <= 0) break
    if (!(await wait(Math.min(left, latest)))) return false
    const used = await Promise.race([cpuMs(thread, start), wait(ANSWER_MS).then(() => 0)])
    left = WORKERS.deadlineMs - used
  }
  return !done.aborted
}

async function cpuMs(thread: Worker | undefined, start: NodeJS.CpuUsage): Promise<number> {
  if (!thread) return 0
  const { user, system } = await thread.cpuUsage(start).catch(() => ({ user: 0, system: 0 }))
  return (user + system) / 1000
}
