/** Sandboxes of a test file, in a folder of their own, so that leftovers are told from those of others. */
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LIMITS } from '../../sandbox/limits.ts'
import { type SandboxOptions, startSandbox } from '../../sandbox/pool/pool.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'

/** A state folder that the container's ids can reach. */
export async function stateFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'overlap-tests-'))
  await chmod(folder, 0o755)
  return folder
}

export function optionsIn(stateDir: string): SandboxOptions {
  return {
    python: process.env.OVERLAP_PYTHON || null,
    ociRuntime: null,
    limits: LIMITS,
    stateDir,
    log: (event, details) => console.error(event, details),
  }
}

/** Starts `count` sandboxes; `use` lends one that nobody else has meanwhile. */
export async function startLanes(count: number) {
  const stateDir = await stateFolder()
  const all = await Promise.all(
    Array.from({ length: count }, () => startSandbox(optionsIn(stateDir))),
  )
  const free = [...all]
  const waiting: ((sandbox: Sandbox) => void)[] = []
  return {
    stateDir,
    async use<T>(work: (sandbox: Sandbox) => Promise<T>): Promise<T> {
      const lane = free.shift() ?? (await new Promise<Sandbox>((lend) => waiting.push(lend)))
      try {
        return await work(lane)
      } finally {
        const next = waiting.shift()
        if (next) next(lane)
        else free.push(lane)
      }
    },
    close: () => Promise.all(all.map((sandbox) => sandbox.close())),
  }
}

/** Processes, mounts, control groups and files that sandboxes of process `pid` left on this machine. */
export async function leftovers(stateDir: string, pid: number = process.pid): Promise<string[]> {
  const mark = `overlap-${pid}-`
  const found: string[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const [groups, command] = await Promise.all(
      ['cgroup', 'cmdline'].map((file) =>
        readFile(`/proc/${name}/${file}`, 'utf8').catch(() => ''),
      ),
    )
    if (groups?.includes(mark) || command?.includes(mark)) found.push(`process ${name} ${command}`)
  }
  for (const line of (await readFile('/proc/self/mounts', 'utf8')).split('\n'))
    if (line.includes(stateDir)) found.push(`mount ${line}`)
  for (const group of await controlGroups('/sys/fs/cgroup', 3))
    if (group.includes(mark)) found.push(`cgroup ${group}`)
  for (const name of await readdir(stateDir)) found.push(`file ${join(stateDir, name)}`)
  return found
}

async function controlGroups(folder: string, depth: number): Promise<string[]> {
  if (depth === 0) return []
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))
  const deeper = await Promise.all(below.map((path) => controlGroups(path, depth - 1)))
  return [...below, ...deeper.flat()]
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}
