/** Runs of the pool's own, before anybody's code is let in. */
import { type Job, type RunResult, SandboxUnavailableError } from '../sandbox.ts'

/** What must be so before anybody's code is let in; the rest of the walls is tried by `overlap doctor`. */
const PROOF = `import ctypes, os, socket
assert os.getuid() == 1000
assert ctypes.CDLL(None).unshare(0x10000000) == -1
for reach in (lambda: open("/proc/1/environ"), lambda: socket.create_connection(("192.0.2.1", 80), 1)):
    try:
        reach()
    except OSError:
        continue
    raise AssertionError
print("held")`

/** Throws a `SandboxUnavailableError` when the walls do not hold. */
export async function prove(run: (job: Job) => Promise<RunResult>): Promise<void> {
  const { output } = await run({ code: PROOF })
  const said = output.map((chunk) => chunk.text).join('')
  if (said !== 'held\n')
    throw new SandboxUnavailableError(`The sandbox doesn't isolate programs here: ${said.trim()}`)
}

/** CPU time of an empty program, ms: the median of three. */
export async function calibrate(run: (job: Job) => Promise<RunResult>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 3; i++) times.push((await run({ code: '' })).cpuMs)
  return times.sort((a, b) => a - b)[1] ?? 0
}
