/** The OCI configuration of a slot, all in one place. */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Limits } from '../limits.ts'
import type { Ids } from './ids.ts'
import type { Python } from './python.ts'

const MIB = 1024 * 1024

/** What a slot needs in addition to its run: the warm interpreter, the spare, init and the practice web. */
const SLOT = {
  memoryBytes: 64 * MIB,
  tasks: 16,
  openFiles: 4096,
  /** CPU weight while a slot starts; later `weight.ts` sets it. */
  cpuShares: 1024,
  /** When the machine runs out of memory, slots are killed before the operator's processes. */
  oomScoreAdj: 500,
} as const

/** Capabilities, all within the container's own user namespace. */
const CAPABILITIES = [
  'CAP_SYS_ADMIN',
  'CAP_SETUID',
  'CAP_SETGID',
  'CAP_KILL',
  'CAP_NET_ADMIN',
  'CAP_NET_BIND_SERVICE',
  'CAP_SYS_PTRACE',
  'CAP_DAC_OVERRIDE',
  'CAP_CHOWN',
  'CAP_SYS_RESOURCE',
]

/** System calls that nothing in a slot needs, not even the fork server. The learner's own filter is far stricter. */
const NEVER = [
  'acct',
  'add_key',
  'bpf',
  'delete_module',
  'finit_module',
  'init_module',
  'io_uring_enter',
  'io_uring_register',
  'io_uring_setup',
  'kexec_file_load',
  'kexec_load',
  'keyctl',
  'open_by_handle_at',
  'perf_event_open',
  'reboot',
  'request_key',
  'settimeofday',
  'swapoff',
  'swapon',
  'syslog',
  'userfaultfd',
]

/** The environment of programs in the jail. */
const ENVIRONMENT = [
  'PATH=/usr/bin:/bin',
  'HOME=/work',
  'USER=learner',
  'LANG=C.UTF-8',
  'SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
  'REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt',
]

function pythonPath({ path }: Python): readonly string[] {
  return path.length > 0 ? [`PYTHONPATH=${path.join(':')}`] : []
}

export type SlotCgroup = Readonly<{
  /** OCI's `cgroupsPath`. */
  path: string
  /** Whether CPU time can be limited too. */
  cpu: boolean
  /** Whether the user's systemd makes the cgroup, rather than the runtime itself. */
  bySystemd: boolean
}>

export type SlotSpec = Readonly<{
  root: string
  python: Python
  limits: Limits
  ids: Ids
  /** The cgroup; null where limits aren't possible. */
  cgroup: SlotCgroup | null
}>

/** Creates the content of config.json. */
export function ociConfig({ root, python, limits, ids, cgroup }: SlotSpec): object {
  const namespaces = ['user', 'pid', 'mount', 'network', 'ipc', 'uts', 'cgroup'].map((type) => ({
    type,
  }))
  return {
    ociVersion: '1.0.2',
    root: { path: root, readonly: true },
    hostname: 'jail',
    process: {
      terminal: false,
      user: { uid: 0, gid: 0 },
      args: [python.executable, '/overlap/forkserver.py'],
      env: [...ENVIRONMENT, ...pythonPath(python)],
      cwd: '/',
      noNewPrivileges: true,
      capabilities: {
        bounding: CAPABILITIES,
        effective: CAPABILITIES,
        permitted: CAPABILITIES,
        inheritable: [],
        ambient: [],
      },
      oomScoreAdj: SLOT.oomScoreAdj,
      rlimits: [{ type: 'RLIMIT_NOFILE', soft: SLOT.openFiles, hard: SLOT.openFiles }],
    },
    mounts: mounts(python, cgroup !== null),
    linux: {
      namespaces,
      uidMappings: ids.users,
      gidMappings: ids.groups,
      maskedPaths: [],
      readonlyPaths: [],
      ...(cgroup && { cgroupsPath: cgroup.path, resources: resources(limits, cgroup) }),
      seccomp: {
        defaultAction: 'SCMP_ACT_ALLOW',
        syscalls: [{ names: NEVER, action: 'SCMP_ACT_ERRNO', errnoRet: 1 }],
      },
    },
  }
}

function mounts(python: Python, withCgroup: boolean): object[] {
  const tmpfs = (destination: string, ...options: string[]) => ({
    destination,
    type: 'tmpfs',
    source: 'tmpfs',
    options: ['nosuid', 'nodev', 'noexec', ...options],
  })
  const bind = (source: string, destination = source) => ({
    destination,
    type: 'bind',
    source,
    // Recursively read-only where the runtime knows `rro`; the fork server makes sure of it.
    options: ['rbind', 'ro', 'rro', 'nosuid', 'nodev'],
  })
  return [
    { destination: '/proc', type: 'proc', source: 'proc' },
    { ...tmpfs('/dev', 'mode=755', 'size=64k'), options: ['nosuid', 'mode=755', 'size=64k'] },
    tmpfs('/dev/shm', 'mode=1777', 'size=64k'),
    tmpfs('/etc/ssl/certs', 'mode=755', 'size=64k'),
    ...python.folders.map((folder) => bind(folder)),
    ...(python.wheels ? [bind(python.wheels.from, python.wheels.to)] : []),
    ...(withCgroup
      ? [
          {
            destination: '/sys/fs/cgroup',
            type: 'cgroup',
            source: 'cgroup',
            options: ['ro', 'nosuid', 'noexec', 'nodev'],
          },
        ]
      : []),
  ]
}

function resources(limits: Limits, { cpu }: SlotCgroup): object {
  const memory = limits.memoryBytes + SLOT.memoryBytes
  return {
    memory: swapCanBeLimited() ? { limit: memory, swap: memory } : { limit: memory },
    pids: { limit: limits.tasks + SLOT.tasks },
    ...(cpu && {
      cpu: { shares: SLOT.cpuShares, period: 100_000, quota: availableParallelism() * 100_000 },
    }),
  }
}

function swapCanBeLimited(): boolean {
  return (
    existsSync('/sys/fs/cgroup/cgroup.controllers') ||
    existsSync('/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes')
  )
}
