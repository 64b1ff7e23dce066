/** Gathers from this machine what `runtime.ts` and `kernel.ts` judge. */
import { access, readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { execa } from 'execa'
import type { CgroupsBy } from '../sandbox.ts'
import { SYSTEM_PATH } from '../slot/runtime.ts'
import type { Check } from './check.ts'
import { cgroupVersion, kernelChecks, limitsCheck } from './kernel.ts'
import { runtimeCheck } from './runtime.ts'

/** Checks that need no running jail, for machines where none can start. */
export async function machineChecks(): Promise<readonly Check[]> {
  const sysctls = {
    'kernel.core_pattern': await sysctl('kernel/core_pattern'),
    'kernel.unprivileged_userns_clone': await sysctl('kernel/unprivileged_userns_clone'),
    'kernel.apparmor_restrict_unprivileged_userns': await sysctl(
      'kernel/apparmor_restrict_unprivileged_userns',
    ),
    'user.max_user_namespaces': await sysctl('user/max_user_namespaces'),
  }
  return kernelChecks(sysctls, userInfo().uid)
}

/** Checks the OCI runtime, given its name or path. */
export async function runtimeOf(runtime: string): Promise<Check> {
  const { stdout } = await execa(runtime, ['--version'], {
    reject: false,
    extendEnv: false,
    env: { PATH: SYSTEM_PATH },
    timeout: 5_000,
  })
  return runtimeCheck({
    version: stdout ?? '',
    changelog: await changelog(runtime),
    update: await updateOf(runtime),
  })
}

/** Checks how runs are held to their limits on this machine, given who makes the cgroups. */
export async function limitsOf(by: CgroupsBy | null): Promise<Check> {
  const mounts = await readFile('/proc/self/mounts', 'utf8').catch(() => '')
  return limitsCheck(by, cgroupVersion(mounts), userInfo().uid)
}

async function sysctl(path: string): Promise<string | null> {
  const text = await readFile(`/proc/sys/${path}`, 'utf8').catch(() => null)
  return text?.trim() ?? null
}

async function changelog(runtime: string): Promise<string> {
  if (runtime.includes('/')) return ''
  const packed = await readFile(`/usr/share/doc/${runtime}/changelog.Debian.gz`).catch(() => null)
  return packed === null ? '' : (await promisify(gunzip)(packed)).toString()
}

const UPDATES: Readonly<Record<string, string>> = {
  '/usr/bin/apt-get': 'sudo apt-get update && sudo apt-get install --only-upgrade',
  '/usr/bin/dnf': 'sudo dnf upgrade',
  '/sbin/apk': 'sudo apk upgrade',
  '/usr/bin/pacman': 'sudo pacman -Syu',
}

/** The command that updates the runtime; null where it was installed by hand. */
async function updateOf(runtime: string): Promise<string | null> {
  if (runtime.includes('/')) return null
  for (const [manager, command] of Object.entries(UPDATES)) {
    const found = await access(manager).then(
      () => true,
      () => false,
    )
    if (found) return `${command} ${runtime}`
  }
  return null
}
