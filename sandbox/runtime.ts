/** The environment of the OCI runtime: none of ours, so that nothing of it reaches a slot. */
import { userInfo } from 'node:os'
import { userBus } from './cgroup-place.ts'

export const SYSTEM_PATH = '/usr/sbin:/usr/bin:/sbin:/bin'

/** @param state - The folder where the runtime keeps what it knows of its containers. */
export async function runtimeEnvironment(state: string): Promise<Record<string, string>> {
  const bus = await userBus(userInfo().uid)
  return {
    PATH: SYSTEM_PATH,
    XDG_RUNTIME_DIR: state,
    ...(bus !== null && { DBUS_SESSION_BUS_ADDRESS: bus }),
  }
}
