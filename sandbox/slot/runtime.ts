/** The environment of the OCI runtime: nothing from our own, so that none of it reaches a slot. */
import { userInfo } from 'node:os'
import { userBus } from './cgroup-place.ts'
import { removeGroupsOf } from './cgroups.ts'
import { runCommand } from './command.ts'

export const SYSTEM_PATH = '/usr/sbin:/usr/bin:/sbin:/bin'
const REMOVAL = { attempts: 3, timeoutMs: 30_000 } as const

/**
 * Creates the environment.
 *
 * @param state - The folder where the runtime keeps the state of its containers.
 */
export async function runtimeEnvironment(state: string): Promise<Record<string, string>> {
  const bus = await userBus(userInfo().uid)
  return {
    PATH: SYSTEM_PATH,
    XDG_RUNTIME_DIR: state,
    ...(bus !== null && { DBUS_SESSION_BUS_ADDRESS: bus }),
  }
}

/**
 * Kills everything in a container and removes it, including its cgroups. On a busy machine, the killed processes may
 * take longer to exit than the 10 s that a runtime waits.
 */
export async function removeContainer(runtime: string, state: string, id: string): Promise<void> {
  const env = await runtimeEnvironment(state)
  for (let attempt = 0; attempt < REMOVAL.attempts; attempt++) {
    const { failed } = await runCommand({
      file: runtime,
      args: ['--root', state, 'delete', '--force', id],
      env,
      socket: null,
      timeoutMs: REMOVAL.timeoutMs,
    })
    if (!failed) break
  }
  await removeGroupsOf(id)
}
