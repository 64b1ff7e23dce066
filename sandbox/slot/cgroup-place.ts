/** Finds a place for the cgroups of slots, so that the kernel enforces their limits. */
import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { CgroupsBy } from '../sandbox.ts'

const LEAF = 'overlap-main'

/** What determines where cgroups can be made; from this machine, or from a test. */
export type CgroupHost = Readonly<{
  uid: number
  /** Where cgroups are mounted. */
  mount: string
  /** The content of /proc/self/cgroup. */
  self: string
  /** Address of the D-Bus of the user's systemd, or null without one. */
  userBus: string | null
}>

export type CgroupPlace = Readonly<{
  by: CgroupsBy
  /** OCI's `cgroupsPath` of the slot with this id. */
  pathOf: (id: string) => string
  /** Whether CPU time can be limited too. Often only memory and processes are delegated. */
  cpu: boolean
  /** Prepares the place for slots; rejects where that isn't possible. */
  prepare: () => Promise<void>
  /** Gives all slots together less CPU than Overlap on a busy machine. Call it once the first slot has started. */
  yieldToUs: () => Promise<void>
}>

/** Reads from this machine what says where cgroups can be made. */
export async function thisHost(): Promise<CgroupHost> {
  const { uid } = userInfo()
  return {
    uid,
    mount: '/sys/fs/cgroup',
    self: await readFile('/proc/self/cgroup', 'utf8').catch(() => ''),
    userBus: await userBus(uid),
  }
}

/** The D-Bus of the user's systemd. Not read from the environment, where `sudo -u`, cron and services don't set it. */
export async function userBus(uid: number): Promise<string | null> {
  const socket = `/run/user/${uid}/bus`
  const found = uid !== 0 && (await usable(socket, constants.W_OK))
  return found ? `unix:path=${socket}` : null
}

/**
 * Returns the places to try, best first. Ordinary users have some only on cgroup v2; version 1 can't be delegated safely.
 * Whether limits really apply there must be checked on the slot.
 */
export async function findCgroups(host: CgroupHost): Promise<readonly CgroupPlace[]> {
  const places = [await ownCgroup(host), await systemdOfUser(host)]
  if (host.uid === 0) {
    places.push({
      by: 'root',
      pathOf: (id) => `/${groupOf(id)}/${id}`,
      cpu: true,
      prepare: async () => {},
      // Outside any cgroup, the kernel shares the CPU between sessions: ours gets three times as much as others.
      yieldToUs: () => writeFile('/proc/self/autogroup', '-5').catch(() => {}),
    })
  }
  return places.filter((place) => place !== null)
}

/**
 * One cgroup for all slots of an instance, so that many runs together weigh as much as one service or session: the
 * default of a cgroup.
 *
 * @param id - Of a slot.
 */
function groupOf(id: string): string {
  return id.replace(/-\d+$/, '')
}

/** Below our own cgroup, where we own it: `Delegate=yes` in a service with `User=`, or a container's root. */
async function ownCgroup({ mount, self, uid }: CgroupHost): Promise<CgroupPlace | null> {
  const path = /^0::(\/.*?)(?:\/?overlap-main)?$/m.exec(self)?.[1]
  if (path === undefined || path.includes(`/user@${uid}.service/`)) return null
  const folder = join(mount, path)
  // Only the machine's own root cgroup has no type; it needs no preparing.
  if (uid === 0 && (path !== '/' || !(await usable(join(folder, 'cgroup.type'), constants.F_OK))))
    return null
  const files = ['cgroup.procs', 'cgroup.subtree_control'].map((name) => join(folder, name))
  for (const file of [folder, ...files]) if (!(await usable(file, constants.W_OK))) return null
  const has = await controllers(folder)
  if (!has) return null
  return {
    by: 'delegated',
    pathOf: (id) => join(path, id),
    cpu: has.cpu,
    prepare: () =>
      makeRoom(folder, `+memory +pids${has.cpu ? ' +cpu' : ''}${has.io ? ' +io' : ''}`),
    // The slots are siblings there, so it weighs as much as sixteen of those with long runs.
    yieldToUs: () => writeFile(join(folder, LEAF, 'cpu.weight'), '400').catch(() => {}),
  }
}

/** In runc's format (docs/systemd.md): `slice:prefix:name`, a scope that the user's systemd makes. */
async function systemdOfUser({ mount, uid, userBus }: CgroupHost): Promise<CgroupPlace | null> {
  if (userBus === null) return null
  const manager = `user.slice/user-${uid}.slice/user@${uid}.service`
  const has = await controllers(join(mount, manager))
  if (!has) return null
  return {
    by: 'systemd',
    pathOf: (id) => `user.slice:jail:${id}`,
    cpu: has.cpu,
    prepare: async () => {},
    yieldToUs: async () => {},
  }
}

/** Which limits a cgroup of version 2 can have, or null where memory or processes can't be limited. */
async function controllers(
  folder: string,
): Promise<Readonly<{ cpu: boolean; io: boolean }> | null> {
  const found = await readFile(join(folder, 'cgroup.controllers'), 'utf8').catch(() => '')
  const names = found.trim().split(/\s+/)
  if (!names.includes('memory') || !names.includes('pids')) return null
  return { cpu: names.includes('cpu'), io: names.includes('io') }
}

/** A cgroup with limited children may have no processes of its own, so all of them, including ours, move to a leaf. */
async function makeRoom(folder: string, enable: string): Promise<void> {
  const leaf = join(folder, LEAF)
  await mkdir(leaf, { recursive: true })
  for (const pid of (await readFile(join(folder, 'cgroup.procs'), 'utf8')).split('\n')) {
    if (pid !== '') await writeFile(join(leaf, 'cgroup.procs'), pid).catch(unlessGone)
  }
  await writeFile(join(folder, 'cgroup.subtree_control'), enable)
}

function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ESRCH') throw error
}

function usable(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}
