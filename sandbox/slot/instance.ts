/** The state folder of one running Overlap, and the removal of what crashed instances left behind. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { SandboxUnavailableError } from '../sandbox.ts'
import { removeDeadGroups, removeGroupsOf } from './cgroups.ts'
import { isNoexec } from './mounts.ts'
import { removeContainer } from './runtime.ts'

/** Prefix of the instance's name in the ids of its containers. */
export const MARK = 'overlap-'

/** `<base>/<pid>-<start time>`: identifies the owner even when its pid is reused. */
export type Instance = Readonly<{ folder: string; name: string; remove(): Promise<void> }>

/**
 * The default folder for state. The container's ids must be able to reach it, so it can't be in a private home, and
 * programs there must be executable: Debian mounts /run `noexec`, and some servers /tmp.
 *
 * @throws {SandboxUnavailableError} No folder allows programs to be executed.
 */
export async function defaultStateDir(): Promise<string> {
  const { uid } = userInfo()
  const own = `overlap-${uid}`
  const folders =
    uid === 0 ? ['/run/overlap', '/var/lib/overlap'] : [join(tmpdir(), own), `/var/tmp/${own}`]
  const mounts = await readFile('/proc/self/mountinfo', 'utf8')
  const found = folders.find((folder) => !isNoexec(mounts, folder))
  if (found !== undefined) return found
  throw new SandboxUnavailableError(
    `Programs can't be executed in ${folders.join(' or ')} (mounted noexec). Name another folder, which all users can enter, in OVERLAP_STATE_DIR.`,
  )
}

/** Removes leftovers of dead instances below `base`, then creates a folder for this one. */
export async function openInstance(base: string, runtime: string): Promise<Instance> {
  await mkdir(base, { recursive: true, mode: 0o755 })
  await removeDead(base, runtime)
  const name = `${process.pid}-${await startTime(process.pid)}-${instances++}`
  const folder = join(base, name)
  await mkdir(join(folder, 'oci'), { recursive: true, mode: 0o755 })
  return {
    folder,
    name,
    async remove() {
      await removeGroupsOf(MARK + name)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

let instances = 0

async function removeDead(base: string, runtime: string): Promise<void> {
  for (const name of await readdir(base)) {
    if (!(await isDead(name))) continue
    const folder = join(base, name)
    const state = join(folder, 'oci')
    const ids = await readdir(state).catch(() => [])
    await Promise.all(ids.map((id) => removeContainer(runtime, state, id)))
    await rm(folder, { recursive: true, force: true })
  }
  await removeDeadGroups(async (id) => id.startsWith(MARK) && isDead(id.slice(MARK.length)))
}

/** Whether this names an instance, or something belonging to one, whose process is gone. */
async function isDead(name: string): Promise<boolean> {
  const [, pid, start] = /^(\d+)-(\d+)-\d+/.exec(name) ?? []
  return pid !== undefined && (await startTime(Number(pid))) !== start
}

/** Start time of a process in clock ticks since boot (field 22 of stat), or null when there is no such process. */
async function startTime(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  return stat ? (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null) : null
}
