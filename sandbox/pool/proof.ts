/** Test runs of the pool, before it accepts any job. */
import { type Job, type RunResult, SandboxUnavailableError } from '../sandbox.ts'

/** What must hold before any code is accepted; `overlap doctor` tests the rest. */
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

/**
 * Tests the walls of the jail.
 *
 * @throws {SandboxUnavailableError} A wall doesn't hold.
 */
export async function prove(run: (job: Job) => Promise<RunResult>): Promise<void> {
  const { output } = await run({ code: PROOF })
  const said = output.map((chunk) => chunk.text).join('')
  if (said !== 'held\n')
    throw new SandboxUnavailableError(`The sandbox doesn't isolate programs here: ${said.trim()}`)
}

/** Measures the CPU time of an empty program, ms: the median of three runs. */
export async function calibrate(run: (job: Job) => Promise<RunResult>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 3; i++) times.push((await run({ code: '' })).cpuMs)
  return times.sort((a, b) => a - b)[1] ?? 0
}
