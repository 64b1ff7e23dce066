/**
 * Runs commands of the container runtime on a separate thread. Starting a process blocks until the new one runs: 40 ms in
 * the median, and up to 200 ms on two cores with nine busy processes, which must not block the event loop.
 */
import { Piscina } from 'piscina'
import type { Command, Ended } from './command.thread.ts'

/** Each running slot occupies one command. */
const AT_ONCE = 1000

let thread: Piscina<Command, Ended> | undefined

/** Runs a command to its end; see {@link Command} and {@link Ended}. Rejects when its socket can't be reached. */
export function runCommand(command: Command): Promise<Ended> {
  thread ??= new Piscina<Command, Ended>({
    filename: new URL('command.thread.ts', import.meta.url).href,
    name: 'perform',
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: AT_ONCE,
    // Waiting with Atomics would block everything asynchronous in the thread.
    atomics: 'disabled',
  })
  return thread.run(command)
}
