/** Judges what the kernel's settings mean for the jail. */
import type { CgroupsBy } from '../sandbox.ts'
import type { Check } from './check.ts'

/** Values of `/proc/sys`, trimmed; null where this kernel has no such setting. */
export type Sysctls = Readonly<{
  'kernel.core_pattern': string | null
  /** Debian and Ubuntu: 0 forbids user namespaces to ordinary users. */
  'kernel.unprivileged_userns_clone': string | null
  /** Ubuntu: 1 removes their capabilities in them. */
  'kernel.apparmor_restrict_unprivileged_userns': string | null
  'user.max_user_namespaces': string | null
}>

/** `none` where no cgroups are mounted. */
export type CgroupVersion = '1' | '2' | 'none'

/**
 * Finds the cgroup version. Where both are mounted, version 1 counts, as it has the controllers.
 *
 * @param mounts - The content of /proc/self/mounts.
 */
export function cgroupVersion(mounts: string): CgroupVersion {
  const types = mounts.split('\n').map((line) => line.split(' ')[2])
  if (types.includes('cgroup')) return '1'
  return types.includes('cgroup2') ? '2' : 'none'
}

const MAKERS: Readonly<Record<CgroupsBy, string>> = {
  root: 'by root',
  delegated: 'in the cgroup that is delegated to Overlap',
  systemd: "by the user's systemd",
}

/**
 * Checks whether the kernel enforces memory and process limits.
 *
 * @param by - Who makes the cgroups of a jail that was started, or null where it has none.
 */
export function limitsCheck(by: CgroupsBy | null, version: CgroupVersion, uid: number): Check {
  const cgroups = version === 'none' ? 'no cgroups' : `cgroup v${version}`
  const check = { name: 'the kernel holds memory and process limits', needed: false }
  if (by !== null) return { ...check, ok: true, detail: `${cgroups}, ${MAKERS[by]}`, fix: null }
  const detail = `no, each run is watched by sampling instead (${cgroups})`
  return { ...check, ok: false, detail, fix: limitsFix(version, uid) }
}

function limitsFix(version: CgroupVersion, uid: number): string {
  if (version === 'none') return 'sudo mount -t cgroup2 none /sys/fs/cgroup'
  if (uid === 0) return 'in a container: start it with --privileged --cgroupns=private'
  if (version === '2') {
    return 'sudo loginctl enable-linger $USER, or a service with Delegate=yes, or run Overlap as root'
  }
  return 'run Overlap as root, or boot with systemd.unified_cgroup_hierarchy=1 to get cgroup v2'
}

/** Which user the jail belongs to, and whether the kernel lets that user make one. */
export function kernelChecks(sysctls: Sysctls, uid: number): readonly Check[] {
  return [userCheck(uid), userNamespaces(sysctls, uid), corePattern(sysctls)]
}

function userCheck(uid: number): Check {
  const detail = uid === 0 ? 'root' : `an ordinary user (${uid}), rootless`
  return { name: 'Overlap runs as', ok: true, needed: false, detail, fix: null }
}

/** Only a warning: starting the jail is the actual proof. */
function userNamespaces(sysctls: Sysctls, uid: number): Check {
  const rules = [
    { setting: 'user.max_user_namespaces', bad: '0', fix: '15000', root: true },
    { setting: 'kernel.unprivileged_userns_clone', bad: '0', fix: '1', root: false },
    { setting: 'kernel.apparmor_restrict_unprivileged_userns', bad: '1', fix: '0', root: false },
  ] as const
  const broken = rules.filter(
    ({ setting, bad, root }) => sysctls[setting] === bad && (root || uid !== 0),
  )
  const name = 'user namespaces'
  if (broken.length === 0) {
    return { name, ok: true, needed: false, detail: 'allowed', fix: null }
  }
  return {
    name,
    ok: false,
    needed: false,
    detail: broken.map(({ setting, bad }) => `${setting} is ${bad}`).join(', '),
    fix: `sudo sysctl ${broken.map(({ setting, fix }) => `${setting}=${fix}`).join(' ')}`,
  }
}

/**
 * A core dump handler is started as root and outside of every limit. Runs have a core dump limit of 1, which already
 * keeps them from it; this is a second safeguard.
 */
function corePattern({ 'kernel.core_pattern': pattern }: Sysctls): Check {
  const name = 'crash handler'
  if (pattern === null || !/^[|@]/.test(pattern)) {
    return { name, ok: true, needed: false, detail: 'none (kernel.core_pattern)', fix: null }
  }
  const [handler] = pattern.split(' ')
  return {
    name,
    ok: false,
    needed: false,
    detail: `kernel.core_pattern hands crashes to ${handler}; only a limit of each run keeps it out`,
    fix: 'sudo sysctl kernel.core_pattern=core',
  }
}
