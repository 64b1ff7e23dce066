/** Maps ids in a jail to host ids. Each slot has its own range; host uid 0 is never in it. */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { userInfo } from 'node:os'
import { SandboxUnavailableError } from '../sandbox.ts'

/** A row of an OCI id mapping. */
export type IdMapping = Readonly<{ containerID: number; hostID: number; size: number }>
export type Ids = Readonly<{ users: readonly IdMapping[]; groups: readonly IdMapping[] }>

export type LentIds = Readonly<{ ids: Ids; release(): void }>
export type IdPool = Readonly<{
  /** Host ids that no other slot on this machine uses, as long as enough are free. */
  lend(): Promise<LentIds>
}>

/** The learner's id in the jail (see `learner.py`); the practice web has the next one. */
const LEARNER = 1000
/** Container root, the learner and the practice web; one spare keeps the numbers round. */
const PER_SLOT = 4
const TRIES = 100

/** For root: ids that no user of the host has, far above the usual ranges of /etc/subuid and systemd's containers. */
const UNUSED = 1_900_000_000
const UNUSED_COUNT = 200_000_000
const LENT_COUNT = 65_534

/**
 * Creates the allocator of id ranges. The kernel limits pipe buffers, descriptors in transit and more for each host
 * user, so slots that shared ids would use up each other's.
 *
 * For root, ids come from an unused range. For another user, the jail's root is that user (the runtime can't give files
 * to anyone else), and learners' code has ids from /etc/subuid.
 *
 * @throws {SandboxUnavailableError} /etc/subuid or /etc/subgid grants no ids.
 */
export async function findIds(): Promise<IdPool> {
  const { uid, gid, username } = userInfo()
  if (uid === 0)
    return idPool(Math.floor(UNUSED_COUNT / PER_SLOT), (n) => {
      const first = UNUSED + n * PER_SLOT
      return { users: mappings(first, first + 1), groups: mappings(first, first + 1) }
    })
  const users = await lent('/etc/subuid', username, uid)
  const groups = await lent('/etc/subgid', username, uid)
  return idPool(Math.floor(LENT_COUNT / PER_SLOT), (n) => ({
    users: mappings(uid, users + n * PER_SLOT),
    groups: mappings(gid, groups + n * PER_SLOT),
  }))
}

function mappings(root: number, learner: number): IdMapping[] {
  return [
    { containerID: 0, hostID: root, size: 1 },
    { containerID: LEARNER, hostID: learner, size: 2 },
  ]
}

/**
 * A range is reserved by the name of a socket, which other instances see. Where names fail, random starts keep them
 * apart.
 */
function idPool(count: number, at: (n: number) => Ids): IdPool {
  let next = randomInt(count)
  return {
    async lend() {
      for (let tries = 0; ; tries++) {
        next = (next + 1) % count
        const ids = at(next)
        const release = await hold(`overlap-ids-${ids.users.at(-1)?.hostID}`)
        if (release) return { ids, release }
        if (tries >= TRIES) return { ids, release: () => {} }
      }
    },
  }
}

/** Takes an abstract socket name, which the kernel frees when this process ends. Null when it is taken. */
async function hold(name: string): Promise<(() => void) | null> {
  const server = createServer((socket) => socket.destroy()).unref()
  try {
    await once(server.listen(`\0${name}`), 'listening')
    return () => server.close()
  } catch {
    return null
  }
}

async function lent(file: string, username: string, uid: number): Promise<number> {
  for (const line of (await readFile(file, 'utf8').catch(() => '')).split('\n')) {
    const [owner, first, count] = line.split(':')
    if ((owner === username || owner === String(uid)) && Number(count) >= LENT_COUNT)
      return Number(first)
  }
  throw new SandboxUnavailableError(
    `${username} has no range of ids in ${file}. Fix it with: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${username}`,
  )
}
