/** Starts `served.ts`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const PROGRAM = join(import.meta.dirname, 'served.ts')

/** `speed`: of its clock. The process is ended with `end`. */
export async function serveGroup(dataDir: string, port = 0, speed = 1) {
  const child = spawn(process.execPath, [PROGRAM, dataDir, `${port}`, `${speed}`], {
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
