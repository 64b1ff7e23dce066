/** The whole program as `npm start` runs it: a process of its own, with folders of its own and the settings it comes with. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { leftovers, removeFolder, stateFolder } from '../jail/jails.ts'

const CLI = join(import.meta.dirname, '../../bot/cli.ts')
const TOKEN = 'the-secret-of-the-bench'
const ADMIN_TOKEN = 'the-secret-of-its-admin'

/** Lets whoever sends it in. */
export const TICKET: Record<string, string> = { authorization: `Bearer ${TOKEN}` }

export type Real = Awaited<ReturnType<typeof startReal>>
export type Folders = Awaited<ReturnType<typeof folders>>

/** For data and for jails; both are removed with `remove`. */
export async function folders() {
  const [data, state] = await Promise.all([
    mkdtemp(join(tmpdir(), 'overlap-bench-')),
    stateFolder(),
  ])
  return {
    data,
    state,
    /** What programs that ran here have left: that of the last, `pid`, and all folders; or what of it `counts`. */
    left: (pid: number, counts: (line: string) => boolean = () => true) =>
      settled(async () => (await leftovers(state, pid)).filter(counts)),
    remove: () => Promise.all([rm(data, { recursive: true, force: true }), removeFolder(state)]),
  }
}

/** Resolves when it says its address; `startMs` is how long that took. The process is ended with `end`. */
export async function startReal({ data, state }: Folders, environment: NodeJS.ProcessEnv = {}) {
  const began = performance.now()
  const child = spawn(process.execPath, [CLI, 'serve'], {
    env: {
      PATH: process.env.PATH,
      OVERLAP_WEB_PORT: '0',
      OVERLAP_WEB_TOKEN: TOKEN,
      OVERLAP_ADMIN_TOKEN: ADMIN_TOKEN,
      OVERLAP_DATA_DIR: data,
      OVERLAP_STATE_DIR: state,
      OVERLAP_LOG_LEVEL: 'error',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A session of its own, as a service has: the kernel shares the CPU out by session, and the bench is not part of it.
    detached: true,
  })
  const { pid } = child
  if (pid === undefined) throw new Error('no process')
  const ended = once(child, 'exit')
  endWithUs(child)
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    ended.then(() => Promise.reject(new Error('it ended at its start'))),
  ])
  const address = /http:\S+/.exec(String(line))?.[0]
  if (!address) throw new Error(`no address in: ${line}`)
  const url = `${new URL(address).origin}/`
  return {
    url,
    pid,
    startMs: performance.now() - began,
    /** Resident memory of the process, MiB. */
    async rssMib(): Promise<number> {
      const status = await readFile(`/proc/${pid}/status`, 'utf8')
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
    },
    /** The figures at /metrics, by name. */
    async metrics(): Promise<ReadonlyMap<string, number>> {
      const response = await fetch(new URL('/metrics', url), {
        headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
        signal: AbortSignal.timeout(5_000),
      })
      const rows = (await response.text()).matchAll(/^([a-z_]+) (\S+)$/gm)
      return new Map([...rows].map(([, name = '', value]) => [name, Number(value)]))
    },
    /** One that does not end in `END_MS` is killed. */
    async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
      child.kill(signal)
      const timer = setTimeout(() => child.kill('SIGKILL'), END_MS)
      if (child.exitCode === null && child.signalCode === null) await ended
      clearTimeout(timer)
    },
  }
}

const END_MS = 25_000

/** Their new parent has to notice the last processes: what is still there after a while is left. */
async function settled(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  let found = await look()
  for (let tries = 0; found.length > 0 && tries < 30; tries++) {
    await delay(100)
    found = await look()
  }
  return found
}

/** Whoever stops a bench does not leave the program behind. */
function endWithUs(child: ChildProcess): void {
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  for (const signal of SIGNALS) if (process.listenerCount(signal) === 0) process.once(signal, exit)
  child.once('exit', () => process.off('exit', end))
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
const exit = () => process.exit(1)
