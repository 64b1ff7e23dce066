/** Which ids of the host the ids inside a jail are. Host uid 0 is never one of them. */
import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { SandboxUnavailable } from './sandbox.ts'

/** A row of an OCI id mapping. */
export type IdMapping = Readonly<{ containerID: number; hostID: number; size: number }>
export type Ids = Readonly<{ users: readonly IdMapping[]; groups: readonly IdMapping[] }>

const COUNT = 65_535

/** As root: ids that no user of the host has. Far above /etc/subuid's usual ranges and systemd's containers. */
const UNUSED = 1_900_000_000

/**
 * As root, an unused range. As another user, that user for the jail's root (the runtime can give files to nobody else)
 * and a range lent in /etc/subuid for the rest, learners' code included. Throws `SandboxUnavailable` without one.
 */
export async function findIds(): Promise<Ids> {
  const { uid, gid, username } = userInfo()
  if (uid === 0) {
    const all = [{ containerID: 0, hostID: UNUSED, size: COUNT }]
    return { users: all, groups: all }
  }
  return {
    users: ownAndLent(uid, await lent('/etc/subuid', username, uid)),
    groups: ownAndLent(gid, await lent('/etc/subgid', username, uid)),
  }
}

function ownAndLent(own: number, first: number): IdMapping[] {
  return [
    { containerID: 0, hostID: own, size: 1 },
    { containerID: 1, hostID: first, size: COUNT - 1 },
  ]
}

async function lent(file: string, username: string, uid: number): Promise<number> {
  for (const line of (await readFile(file, 'utf8').catch(() => '')).split('\n')) {
    const [owner, first, count] = line.split(':')
    if ((owner === username || owner === String(uid)) && Number(count) >= COUNT - 1)
      return Number(first)
  }
  throw new SandboxUnavailable(
    `${username} has no range of ids in ${file}. Mend it with: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${username}`,
  )
}
