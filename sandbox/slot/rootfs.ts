/**
 * The jail's root folder: a shell, coreutils and the interpreter's file copied in; libraries are mounted by `oci.ts`.
 */
import {
  copyFile,
  lstat,
  mkdir,
  readdir,
  readlink,
  realpath,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Python } from './python.ts'

const JAIL = fileURLToPath(new URL('../jail', import.meta.url))

const FOLDERS = [
  'proc',
  'work',
  'dev',
  'tmp',
  'overlap',
  'etc/ssl/certs',
  'usr/bin',
  'usr/lib',
  'sys/fs/cgroup',
  'run',
  'var/tmp',
]

/** Programs that the lessons on subprocesses call; those missing on the host are left out. */
const TOOLS =
  `sh bash env true false test [ echo printf cat head tail wc sort uniq cut tr tee seq yes sleep date ls cp mv rm
  mkdir rmdir touch ln pwd basename dirname expr uname hostname id whoami nproc md5sum sha256sum base64 od stat du df
  timeout kill grep egrep fgrep sed awk mawk find xargs gzip gunzip tar which`.split(/\s+/)

const FILES = {
  'etc/passwd':
    'root:x:0:0:root:/:/bin/sh\nlearner:x:1000:1000:learner:/work:/bin/sh\nweb:x:1001:1001:web:/:/bin/false\n',
  'etc/group': 'root:x:0:\nlearner:x:1000:\nweb:x:1001:\n',
  'etc/hosts': '127.0.0.1 localhost jail\n::1 localhost\n',
  'etc/resolv.conf': 'nameserver 127.0.0.1\noptions timeout:2 attempts:2\n',
  'etc/nsswitch.conf':
    'passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n',
  'etc/services': 'http 80/tcp\nhttps 443/tcp\ndomain 53/udp\n',
  'etc/protocols': 'ip 0 IP\ntcp 6 TCP\nudp 17 UDP\n',
} as const

/** Builds the root folder. */
export async function buildRoot(root: string, python: Python): Promise<void> {
  for (const folder of FOLDERS) await mkdir(join(root, folder), { recursive: true, mode: 0o755 })
  for (const [name, content] of Object.entries(FILES)) await writeFile(join(root, name), content)
  for (const folder of ['bin', 'sbin', 'lib', 'lib64']) await mirrorLink(root, folder)
  for (const folder of [...python.folders, ...(python.wheels ? [python.wheels.to] : [])])
    await mkdir(join(root, folder), { recursive: true })
  await Promise.all(TOOLS.map((tool) => copyTool(root, tool)))
  for (const file of ['etc/ld.so.cache', 'etc/matplotlibrc'])
    await copyIfAbsent(`/${file}`, join(root, file))
  await installPython(root, python)
  await copyJail(root)
  await copySite(root, python)
}

/** Where /bin is a link to usr/bin on the host, it is in the jail as well. */
async function mirrorLink(root: string, folder: string): Promise<void> {
  const status = await lstat(`/${folder}`).catch(() => null)
  if (status?.isSymbolicLink()) await link(await readlink(`/${folder}`), join(root, folder))
  else if (status) await mkdir(join(root, folder), { recursive: true })
}

async function copyTool(root: string, tool: string): Promise<void> {
  for (const folder of ['/usr/bin', '/bin']) {
    const real = await realpath(join(folder, tool)).catch(() => null)
    if (!real) continue
    const name = basename(real)
    await copyIfAbsent(real, join(root, 'usr/bin', name))
    if (name !== tool) await link(name, join(root, 'usr/bin', tool))
    if (!(await lstat(join(root, 'bin')).catch(() => null))?.isSymbolicLink())
      await link(`../usr/bin/${name}`, join(root, 'bin', tool))
    return
  }
}

async function installPython(root: string, python: Python): Promise<void> {
  if (!python.folders.some((folder) => python.real.startsWith(`${folder}/`))) {
    await mkdir(dirname(join(root, python.real)), { recursive: true })
    await copyIfAbsent(python.real, join(root, python.real))
  }
  for (const name of ['python3', 'python']) await link(python.real, join(root, 'usr/bin', name))
}

/** Copies the code that runs in the slot. Mounting it would reveal its path on the host to programs. */
async function copyJail(root: string): Promise<void> {
  const modules = (await readdir(JAIL)).filter((name) => name.endsWith('.py'))
  await Promise.all(modules.map((name) => copyFile(join(JAIL, name), join(root, 'overlap', name))))
}

/** Modules that take precedence over installed ones, only where those are installed. */
async function copySite(root: string, { site, libraries }: Python): Promise<void> {
  const names = libraries.flatMap(({ module }) => SITE_MODULES[module] ?? [])
  await mkdir(join(root, site), { recursive: true })
  await Promise.all(names.map((name) => copyFile(join(JAIL, 'site', name), join(root, site, name))))
}

const SITE_MODULES: Readonly<Record<string, readonly string[]>> = {
  matplotlib: ['matplotlib.py', 'overlap_plots.py'],
  psutil: ['psutil.py'],
}

async function copyIfAbsent(from: string, to: string): Promise<void> {
  if (await lstat(to).catch(() => null)) return
  await copyFile(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}

async function link(target: string, path: string): Promise<void> {
  await symlink(target, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}
