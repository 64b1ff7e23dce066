/** Which ids of the host the ids inside a jail are. Each slot has its own; host uid 0 is never one of them. */
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
  /** Ids that no other slot of this machine has, as long as there are some. */
  lend(): Promise<LentIds>
}>

/** The learner's id in the jail (see `learner.py`); the practice web has the next one. */
const LEARNER = 1000
/** Container root, the learner, the practice web; one to spare keeps the numbers round. */
const PER_SLOT = 4
const TRIES = 100

/** As root: ids that no user of the host has. Far above /etc/subuid's usual ranges and systemd's containers. */
const UNUSED = 1_900_000_000
const UNUSED_COUNT = 200_000_000
const LENT_COUNT = 65_534

/**
 * The kernel counts pipe buffers, descriptors on their way and more for each user of the host, so slots that shared
 * ids would use up each other's.
 *
 * As root, ids come from an unused range. As another user, the jail's root is that user (the runtime can give files to
 * nobody else), and learners' code has ids that /etc/subuid lends. Throws `SandboxUnavailableError` without any.
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

/** Other instances find a range taken by the name of a socket. Where names fail, their random starts keep them apart. */
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

/** Takes an abstract name, which the kernel frees when this process ends. Null when somebody has it. */
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
