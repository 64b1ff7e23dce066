import { setTimeout } from 'node:timers/promises'

/** CPU time that `work` takes of this thread, ms: what a busy machine does not stretch as it does the clock. */
export async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage()
  await work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

/** CPU time that the whole process takes while `ms` go by, ms. */
export async function cpuMsOf(ms: number): Promise<number> {
  const before = process.cpuUsage()
  await setTimeout(ms)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
