/**
 * Commands of the container runtime, started on a thread of their own. Starting a process waits until the new one has
 * begun: 40 ms in the median and up to 200 ms on two cores with nine busy processes, and nothing else may wait for that.
 */
import { Piscina } from 'piscina'
import type { Command, Ended } from './command.thread.ts'

/** All slots hold a command each while they live. */
const AT_ONCE = 1000

let thread: Piscina<Command, Ended> | undefined

/** Runs a command to its end; see {@link Command} and {@link Ended}. Rejects when its socket cannot be reached. */
export function runCommand(command: Command): Promise<Ended> {
  thread ??= new Piscina<Command, Ended>({
    filename: new URL('command.thread.ts', import.meta.url).href,
    name: 'perform',
    minThreads: 1,
    maxThreads: 1,
    concurrentTasksPerWorker: AT_ONCE,
    // Waiting that way would keep the thread from everything asynchronous.
    atomics: 'disabled',
  })
  return thread.run(command)
}
