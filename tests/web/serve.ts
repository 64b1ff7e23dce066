/** Starts `served.ts`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const PROGRAM = join(import.meta.dirname, 'served.ts')

/** `speed`: of its clock, since a moment (epoch ms). */
type Time = Readonly<{ speed: number; since: number }>

/** The process is ended with `end`. */
export async function serveGroup(dataDir: string, port = 0, time: Time = { speed: 1, since: 0 }) {
  const args = [PROGRAM, dataDir, port, time.speed, time.since].map(String)
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const lines = createInterface(child.stdout)
  const [url] = (await Promise.race([
    once(lines, 'line'),
    ended.then(() => Promise.reject(new Error('the server ended at its start'))),
  ])) as [string]
  return {
    url,
    async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
      child.kill(signal)
      await ended
    },
  }
}
