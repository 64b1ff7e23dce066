/** The code of each worker thread: calls one function at a time that a `*.task.ts` module exports. */
import { readlinkSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { setPriority } from 'node:os'
import { basename } from 'node:path'
import { type MessagePort, threadId, workerData } from 'node:worker_threads'
import { UserError } from '../../core/errors.ts'
import { TooComplexError } from './errors.ts'

/** What a thread starts with: the task modules, and its niceness as in nice(1). */
export type Given = Readonly<{ files: readonly string[]; nice: number }>

export type Call = Readonly<{ file: string; name: string; args: readonly unknown[] }>

/** The thread that started a call, and the CPU time it had used before. */
export type Start = Readonly<{ thread: number; cpu: NodeJS.CpuUsage }>

/** The outcome of a call. Errors lose their class between threads; these two must keep it. */
export type Outcome =
  | Readonly<{ value: unknown }>
  | Readonly<{ refusal: string; usage: string | undefined }>
  | 'tangled'

// As the command line does for its own thread.
enableCompileCache(`${import.meta.dirname}/../../../node_modules/.cache/overlap`)
// Piscina wraps its `workerData`; importing now keeps the first text from waiting.
const { files, nice }: Given = workerData
beNice(nice)
await Promise.all(files.map((file) => import(file)))

/**
 * Calls a task, and returns its outcome; unexpected errors are thrown. Posts to `started` once the modules are loaded
 * and the actual work begins.
 */
export async function perform(call: Call & Readonly<{ started: MessagePort }>): Promise<Outcome> {
  const { file, name, args, started } = call
  const tasks: Readonly<Record<string, (...args: readonly unknown[]) => unknown>> = await import(
    file
  )
  const task = tasks[name]
  if (!task) throw new Error(`${file} exports no ${name}`)
  const start: Start = { thread: threadId, cpu: process.threadCpuUsage() }
  started.postMessage(start)
  try {
    return { value: await task(...args) }
  } catch (error) {
    if (error instanceof TooComplexError) return 'tangled'
    if (error instanceof UserError) return { refusal: error.message, usage: error.usage }
    throw error
  }
}

/** On Linux, each thread has an id and a priority of its own. Elsewhere niceness is ignored. */
function beNice(nice: number): void {
  if (nice > 0 && process.platform === 'linux')
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), nice)
}
