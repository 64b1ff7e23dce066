/** Removes cgroups that a runtime left behind: it gives up on those whose killed processes take long to exit. */
import { readdir, rmdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const ROOT = '/sys/fs/cgroup'
const REMOVAL = { attempts: 50, pauseMs: 200 } as const

/** Removes the cgroups of one container, each as soon as it is empty, waiting for up to 10 s. */
export async function removeGroupsOf(id: string): Promise<void> {
  let left = (await groups()).filter((path) => basename(path) === id)
  for (let attempt = 0; left.length > 0 && attempt < REMOVAL.attempts; attempt++) {
    if (attempt > 0) await delay(REMOVAL.pauseMs)
    left = await remove(left)
  }
}

/** Removes the cgroups of containers without an owner. The kernel refuses to remove those with a process in them. */
export async function removeDeadGroups(isDead: (id: string) => Promise<boolean>): Promise<void> {
  const found = await groups()
  const dead = await Promise.all(found.map((path) => isDead(basename(path))))
  for (const path of found.filter((_, at) => dead[at])) await remove([path])
}

/**
 * The cgroups of slots, then those around the slots of an instance. With cgroup v1, each controller has its own root.
 */
async function groups(): Promise<string[]> {
  const top = await foldersIn(ROOT)
  const below = await foldersInAll(top)
  return [...(await foldersInAll(below)), ...below, ...top]
}

async function foldersInAll(paths: readonly string[]): Promise<string[]> {
  return (await Promise.all(paths.map(foldersIn))).flat()
}

/** Returns the cgroups that couldn't be removed. */
async function remove(paths: readonly string[]): Promise<string[]> {
  const removed = await Promise.all(
    paths.map((path) =>
      rmdir(path).then(
        () => true,
        (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
      ),
    ),
  )
  return paths.filter((_, at) => !removed[at])
}

async function foldersIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name))
}
