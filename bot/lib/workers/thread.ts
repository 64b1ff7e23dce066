/** Runs in each worker thread: one call at a time of a function that a `*.task.ts` module exports. */
import { readlinkSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { setPriority } from 'node:os'
import { basename } from 'node:path'
import { type MessagePort, threadId, workerData } from 'node:worker_threads'
import { UserError } from '../../core/errors.ts'
import { TooComplexError } from './errors.ts'

/** What a thread starts with: the modules of tasks, and how nice it is to other threads, as in nice(1). */
export type Given = Readonly<{ files: readonly string[]; nice: number }>

export type Call = Readonly<{ file: string; name: string; args: readonly unknown[] }>

/** Which thread began with a call, and the CPU time it had used before. */
export type Start = Readonly<{ thread: number; cpu: NodeJS.CpuUsage }>

/** What came of a call. Errors lose their class on the way between threads, and these must not. */
export type Outcome =
  | Readonly<{ value: unknown }>
  | Readonly<{ refusal: string; usage: string | undefined }>
  | 'tangled'

// As the command line does for its own thread.
enableCompileCache(`${import.meta.dirname}/../../../node_modules/.cache/overlap`)
// Piscina wraps what it was given; loading now keeps the first text from waiting for it.
const { files, nice }: Given = workerData
beNice(nice)
await Promise.all(files.map((file) => import(file)))

/** Tells `started` when the modules are loaded and the work itself begins. */
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

/** Linux knows threads by ids of their own, and has a priority for each. Elsewhere threads are all alike. */
function beNice(nice: number): void {
  if (nice > 0 && process.platform === 'linux')
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), nice)
}
