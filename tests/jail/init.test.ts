import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../sandbox/pool/pool.ts'
import { optionsIn, removeFolder, stateFolder } from './jails.ts'

/** What nobody but the fork server does, and what init does with each job. */
const TRIES = `import ctypes, os, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import kernel, syscalls
libc = ctypes.CDLL(None)
kernel.no_new_privileges()
syscalls.init_filter().load()
def checked(result):
    if result == -1:
        raise PermissionError
for name, attempt in {
    "execve": lambda: os.execv("/bin/true", ["true"]),
    "mount": lambda: kernel.mount("tmpfs", "/tmp", 0),
    "unshare": lambda: kernel.unshare(kernel.CLONE_NEWUTS),
    "setns": lambda: kernel.setns(0, 0),
    "rename": lambda: os.rename("/tmp/none", "/tmp/other"),
    "unlink": lambda: os.unlink("/tmp/none"),
    "ptrace": lambda: checked(libc.ptrace(0, 0, 0, 0)),
    "netlink": lambda: __import__("socket").socket(16, 3, 0),
}.items():
    try:
        attempt()
        print(name, "let in")
    except FileNotFoundError:
        print(name, "let in")
    except OSError:
        print(name, "refused")
child = os.fork()
if child == 0:
    os._exit(7)
print("fork", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))`

test("init's filter lets it do nothing but its work", async () => {
  const jail = fileURLToPath(new URL('../../sandbox/jail', import.meta.url))
  const { stdout } = await execa('python3', ['-c', TRIES, jail])
  const refused = ['execve', 'mount', 'unshare', 'setns', 'rename', 'unlink', 'ptrace', 'netlink']
  expect(stdout.split('\n')).toEqual([...refused.map((name) => `${name} refused`), 'fork 7'])
})

test("while a program runs, its init is under the slot's filter and its own", async () => {
  const stateDir = await stateFolder()
  const sandbox = await startSandbox(optionsIn(stateDir))
  onTestFinished(async () => {
    await sandbox.close()
    await removeFolder(stateDir)
  })
  const started = Promise.withResolvers<unknown>()
  const giveUp = new AbortController()
  const mark = `run-${process.pid}`
  const run = sandbox.run(
    {
      code: `import time\nopen("/proc/self/comm", "w").write("${mark}")\nprint("on")\ntime.sleep(9)`,
    },
    { onOutput: started.resolve, signal: giveUp.signal },
  )
  await started.promise
  const init = await parentOf(mark)
  giveUp.abort()
  await expect(run).rejects.toThrow()
  expect(init).toMatch(/^NSpid:\t\d+\t\d+\t1$/m)
  expect(init).toMatch(/^Seccomp_filters:\t2$/m)
})

/** The kernel's status of the process whose child has this name. */
async function parentOf(name: string): Promise<string> {
  const processes = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  const statuses = await Promise.all(
    processes.map((pid) => readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')),
  )
  const child = statuses.find((status) => status.startsWith(`Name:\t${name}\n`)) ?? ''
  return readFile(`/proc/${/^PPid:\t(\d+)$/m.exec(child)?.[1]}/status`, 'utf8')
}
