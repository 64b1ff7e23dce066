/** Tests the jail on this machine, for `overlap doctor`: that programs run and that its walls hold. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Check } from '../checks/check.ts'
import { limitsOf, machineChecks, runtimeOf } from '../checks/machine.ts'
import { type SandboxOptions, startSandbox } from '../pool/pool.ts'
import { type Job, type Library, type RunResult, type Sandbox, stdoutOf } from '../sandbox.ts'

/** What a probe learns about the host, to try to reach it from inside. */
type Host = Readonly<{ secretFile: string; port: number }>

type Probe = Readonly<{
  name: string
  job: (host: Host) => Job
  holds: (result: RunResult) => boolean
  fix: string
}>

/** On a busy machine, reading a library from the disk for the first time takes a while. */
const IMPORT_MS = 60_000
const REPORT = "Don't run other people's code here, and please report this: see SECURITY.md"

const PROBES: readonly Probe[] = [
  {
    name: 'programs run',
    job: () => ({ code: 'import asyncio\nasyncio.run(asyncio.sleep(0.01))\nprint("ran")' }),
    holds: (result) => result.status === 'ok' && said(result) === 'ran',
    fix: REPORT,
  },
  {
    name: 'host files are unreachable',
    job: ({ secretFile }) => ({ code: `print(open(${JSON.stringify(secretFile)}).read())` }),
    holds: (result) => result.exitCode === 1 && !said(result).includes('secret'),
    fix: REPORT,
  },
  {
    name: 'the network is unreachable',
    job: ({ port }) => ({
      code: `import socket
for address in (("127.0.0.1", ${port}), ("1.1.1.1", 53)):
    try:
        socket.create_connection(address, 1)
        print("reached", address)
    except OSError:
        print("refused")`,
    }),
    holds: (result) => said(result) === 'refused\nrefused',
    fix: REPORT,
  },
  {
    name: 'the practice web answers',
    job: () => ({
      code: 'import urllib.request\nprint(urllib.request.urlopen("https://example.com").status)',
    }),
    holds: (result) => said(result) === '200' && result.practiceHosts.includes('example.com'),
    fix: REPORT,
  },
  {
    name: 'the time limit holds',
    job: () => ({ code: 'import time\ntime.sleep(60)', limits: { wallMs: 300 } }),
    holds: (result) => result.status === 'timeout' && result.wallMs < 2000,
    fix: REPORT,
  },
  {
    name: 'the memory limit holds',
    job: () => ({ code: 'hoard = []\nwhile True:\n    hoard.append(bytearray(8_000_000))' }),
    holds: (result) => result.status === 'memory',
    fix: REPORT,
  },
  {
    name: 'the process limit holds',
    job: () => ({
      code: `import os, time
made = 0
try:
    while made < 1000:
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
        made += 1
except BlockingIOError:
    print("stopped")`,
    }),
    holds: (result) => said(result) === 'stopped' && result.processes < 1000,
    fix: REPORT,
  },
  {
    name: 'namespaces and mounts are refused',
    job: () => ({
      code: `import ctypes
libc = ctypes.CDLL(None, use_errno=True)
print(libc.unshare(0x10000000), libc.mount(b"none", b"/tmp", b"tmpfs", 0, None))`,
    }),
    holds: (result) => said(result) === '-1 -1',
    fix: REPORT,
  },
]

/** Starts a jail, tests its walls and stops it. Never throws: failures are checks that aren't ok. */
export async function selfTest(options: SandboxOptions): Promise<readonly Check[]> {
  let sandbox: Sandbox
  const machine = await machineChecks()
  const began = performance.now()
  try {
    sandbox = await startSandbox(options)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return [...machine, needed('a jail starts', false, detail, './setup')]
  }
  const startMs = Math.round(performance.now() - began)
  try {
    const { runtime, python, libraries, cgroups } = sandbox.status()
    return [
      ...machine,
      needed('a jail starts', true, `${runtime}, Python ${python}, ${startMs} ms`, null),
      await runtimeOf(runtime),
      await limitsOf(cgroups),
      ...(await tryWalls(sandbox)),
      await tryLibraries(sandbox, libraries),
    ]
  } finally {
    await sandbox.close()
  }
}

async function tryWalls(sandbox: Sandbox): Promise<Check[]> {
  const folder = await mkdtemp(join(tmpdir(), 'overlap-doctor-'))
  const secretFile = join(folder, 'secret')
  await writeFile(secretFile, 'secret')
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  try {
    return await Promise.all(
      PROBES.map(async ({ name, job, holds, fix }) => {
        const result = await attempt(sandbox, job({ secretFile, port }))
        const ok = typeof result !== 'string' && holds(result)
        return needed(name, ok, ok ? '' : describe(result), ok ? null : fix)
      }),
    )
  } finally {
    server.close()
    await rm(folder, { recursive: true })
  }
}

/** Installed libraries may need something the jail lacks, so each one is imported. */
async function tryLibraries(sandbox: Sandbox, libraries: readonly Library[]): Promise<Check> {
  const modules = JSON.stringify(libraries.map(({ module }) => module))
  const result = await attempt(sandbox, {
    code: `for module in ${modules}:
    try:
        __import__(module)
    except BaseException as error:
        print(f"{module} can't be imported ({type(error).__name__}: {error})")`,
    limits: { wallMs: IMPORT_MS, cpuMs: IMPORT_MS },
  })
  const works = typeof result !== 'string' && result.status === 'ok' && said(result) === ''
  const listed = libraries.map(({ name, version }) => `${name} ${version}`).join(', ')
  const detail = works ? listed : typeof result === 'string' ? result : said(result)
  return {
    name: 'libraries for programs',
    ok: works && libraries.length > 0,
    needed: false,
    detail: detail || 'none besides the standard library',
    fix: './setup',
  }
}

function needed(name: string, ok: boolean, detail: string, fix: string | null): Check {
  return { name, ok, needed: true, detail, fix }
}

async function attempt(sandbox: Sandbox, job: Job): Promise<RunResult | string> {
  return sandbox
    .run(job)
    .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
}

function said(result: RunResult): string {
  return stdoutOf(result).trim()
}

function describe(result: RunResult | string): string {
  if (typeof result === 'string') return result
  return `ended with ${result.status}, printed ${JSON.stringify(
    result.output
      .map((c) => c.text)
      .join('')
      .slice(-200),
  )}`
}
